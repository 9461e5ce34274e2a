/// `/ip/hotspot` (servers) and `/ip/hotspot/profile` (server profiles).
///
/// Fields that a print shows without being set are those of the replies pasted in
/// terraform-routeros/terraform-provider-routeros (`resource_ip_hotspot.go`, `resource_ip_hotspot_profile.go`);
/// defaults are those of ansible-collections/community.routeros.
extension Menu {
    static let hotspot = Menu(
        "/ip/hotspot",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "edit", "export", "reset",
            "reset-html", "setup",
        ],
        properties: [
            Property("name"), Property("interface", .reference(menu: "/interface")),
            Property("address-pool", .reference(menu: "/ip/pool", words: ["none"]), neutral: ["none"]),
            Property("profile", .reference(menu: "/ip/hotspot/profile"), shown: "default"),
            Property("idle-timeout", .duration(words: ["none"]), shown: "5m"),
            Property("keepalive-timeout", .duration(words: ["none"]), shown: "none"),
            Property("login-timeout", .duration(words: ["none"]), shown: "none"),
            Property("addresses-per-mac", .integer(1...65_535, words: ["unlimited"]), shown: "2"),
            .readOnly("proxy-status", shown: "running"), .readOnly("invalid", .boolean, shown: "false"),
            .readOnly("HTTPS", .boolean, shown: "false"), Property("disabled", .boolean, shown: "false"),
            .readOnly("ip-of-dns-name"),
        ],
        required: ["interface"],
        nameProperty: "name"
    )

    /// `https-redirect` was removed in 7.5 (changelog), `install-hotspot-queue` came with 7.7.
    static let hotspotProfile = Menu(
        "/ip/hotspot/profile",
        verbs: ["print", "get", "find", "add", "set", "remove", "edit", "export", "reset"],
        properties: [
            Property("name"), Property("hotspot-address", .address, shown: "0.0.0.0"), Property("dns-name", shown: ""),
            Property("html-directory", shown: "hotspot"), Property("html-directory-override", shown: ""),
            Property("install-hotspot-queue>=7.7", .boolean, shown: "false"), Property("rate-limit", neutral: [""]),
            Property("http-proxy", shown: "0.0.0.0:0"), Property("smtp-server", .address, shown: "0.0.0.0"),
            Property(
                "login-by",
                .set(["mac", "cookie", "http-chap", "https", "http-pap", "trial", "mac-cookie"]),
                shown: "cookie,http-chap"
            ),
            Property("http-cookie-lifetime", .duration(), shown: "3d"),
            Property("https-redirect<7.5", .boolean, shown: "true"),
            Property("ssl-certificate", shown: "none"), Property("split-user-domain", .boolean, shown: "false"),
            Property("use-radius", .boolean, shown: "false"),
            // ASSUMED: the settings of a method that is off are not shown; the real reply has none of them.
            Property("radius-accounting", .boolean), Property("radius-interim-update", .duration(words: ["received"])),
            Property("radius-default-domain"), Property("radius-location-id"), Property("radius-location-name"),
            Property("radius-mac-format"), Property("nas-port-type"), Property("mac-auth-mode"),
            Property("mac-auth-password", isSensitive: true), Property("trial-uptime-limit", .duration()),
            Property("trial-uptime-reset", .duration()),
            Property("trial-user-profile", .reference(menu: "/ip/hotspot/user/profile")),
            .readOnly("default", .boolean),
        ],
        printExtras: ["show-sensitive>=7.24"],
        required: ["name"],
        nameProperty: "name"
    )
}
