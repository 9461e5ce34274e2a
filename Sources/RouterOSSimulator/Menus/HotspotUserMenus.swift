/// `/ip/hotspot/user` and `/ip/hotspot/user/profile`.
extension Menu {
    /// Fields shown without being set: those of the reply pasted in terraform-routeros/terraform-provider-routeros
    /// (`resource_ip_hotspot_user.go`); a user of no specific server has no `server` there.
    ///
    /// `otp-secret` was `totp-secret` from 7.21 to 7.21.2 (changelog).
    static let hotspotUser = Menu(
        "/ip/hotspot/user",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "edit", "export", "reset",
            "reset-counters",
        ],
        properties: [
            Property("server", .reference(menu: "/ip/hotspot", words: ["all"]), neutral: ["all", ""]),
            Property("name"), Property("password", neutral: [""], isSensitive: true),
            Property("address", .address, neutral: ["0.0.0.0", ""]),
            Property("mac-address", .hardwareAddress, neutral: ["00:00:00:00:00:00", ""]),
            Property("profile", .reference(menu: "/ip/hotspot/user/profile"), shown: "default"),
            Property("routes", neutral: [""]), Property("email", neutral: [""]),
            // 0 is no limit (manual, HotSpot page), and unset limits are absent from the real reply.
            Property("limit-uptime", .duration(), neutral: ["0s", ""]),
            Property("limit-bytes-in", .integer(0...Int64.max, suffixes: true), neutral: ["0", ""]),
            Property("limit-bytes-out", .integer(0...Int64.max, suffixes: true), neutral: ["0", ""]),
            Property("limit-bytes-total", .integer(0...Int64.max, suffixes: true), neutral: ["0", ""]),
            Property("totp-secret>=7.21<7.21.3", neutral: [""], isSensitive: true),
            Property("otp-secret>=7.21.3", neutral: [""], isSensitive: true),
            .readOnly("uptime", .duration(), shown: "0s"), .readOnly("bytes-in", .integer(0...Int64.max), shown: "0"),
            .readOnly("bytes-out", .integer(0...Int64.max), shown: "0"),
            .readOnly("packets-in", .integer(0...Int64.max), shown: "0"),
            .readOnly("packets-out", .integer(0...Int64.max), shown: "0"),
            .readOnly("dynamic", .boolean, shown: "false"), .readOnly("default", .boolean),
            Property("disabled", .boolean, shown: "false"),
            .readOnly("about"), Property("comment", neutral: [""]),
        ],
        printExtras: ["bytes", "packets", "show-sensitive>=7.21"],
        required: ["name"],
        nameProperty: "name"
    )

    /// Defaults: manual, HotSpot page, and ansible-collections/community.routeros.
    ///
    /// Without `comment`, `disabled` and `move`.
    static let hotspotUserProfile = Menu(
        "/ip/hotspot/user/profile",
        verbs: ["print", "get", "find", "add", "set", "remove", "edit", "export", "reset", "unset"],
        properties: [
            Property("name"),
            Property("address-pool", .reference(menu: "/ip/pool", words: ["none"]), neutral: ["none"]),
            Property("session-timeout", .duration(), neutral: ["0s", ""]),
            Property("idle-timeout", .duration(words: ["none"]), shown: "none"),
            Property("keepalive-timeout", .duration(words: ["none"]), shown: "2m"),
            Property("status-autorefresh", .duration(words: ["none"]), shown: "1m"),
            Property("shared-users", .integer(1...65_535, words: ["unlimited"]), shown: "1"),
            Property("add-mac-cookie", .boolean, shown: "true"),
            Property("mac-cookie-timeout", .duration(), shown: "3d"),
            // A free text that comes back as typed.
            Property("rate-limit", neutral: [""]), Property("address-list", shown: ""),
            Property("incoming-filter", neutral: [""]), Property("outgoing-filter", neutral: [""]),
            Property("incoming-packet-mark", neutral: [""]), Property("outgoing-packet-mark", neutral: [""]),
            Property("insert-queue-before"), Property("parent-queue", neutral: ["none"]), Property("queue-type"),
            Property("open-status-page", .enumeration(["always", "http-login"]), neutral: ["always"]),
            Property("on-login", neutral: [""]), Property("on-logout", neutral: [""]),
            Property("transparent-proxy", .boolean, shown: "false"),
            Property("advertise", .boolean, neutral: ["false"]),
            Property("advertise-url", neutral: [""]), Property("advertise-interval", .durations),
            Property("advertise-timeout", .duration(words: ["immediately", "never"])), .readOnly("default", .boolean),
        ],
        required: ["name"],
        nameProperty: "name"
    )
}
