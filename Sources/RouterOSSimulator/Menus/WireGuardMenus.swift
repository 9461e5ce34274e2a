/// `/interface/wireguard` and its peers. ASSUMED: that the menu came with version 7.
extension Menu {
    static let wireGuard = Menu(
        "/interface/wireguard",
        isKnown: "wireguard>=7.0",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "edit", "export", "reset",
            "wg-export>=7.12.2", "wg-import>=7.12.2",
        ],
        properties: [
            Property("name"), Property("mtu", .integer(0...65_535), shown: "1420"),
            Property("listen-port", .integer(0...65_535), shown: "13231"), Property("private-key", isSensitive: true),
            .readOnly("public-key"), Property("vrf>=7.22.3", shown: "main"),
            .readOnly("running", .boolean, shown: "true"),
            Property("disabled", .boolean, shown: "false"), Property("comment", neutral: [""]),
        ],
        printExtras: ["show-sensitive>=7.22.3"],
        printLacks: ["brief"],
        ownVerbs: [
            "wg-export": ["as-value", "file", "number"],
            "wg-import": ["as-value", "config-file>=7.20.8", "config-string>=7.20.8", "file<7.20.8"],
        ],
        nameProperty: "name"
    )

    static let wireGuardPeers = Menu(
        "/interface/wireguard/peers",
        isKnown: "peers>=7.0",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "move", "edit", "export",
            "reset", "show-client-config>=7.12.2",
        ],
        properties: [
            Property("name>=7.16.2"), Property("interface", .reference(menu: "/interface/wireguard")),
            Property("public-key"), Property("private-key>=7.12.2", isSensitive: true),
            Property("endpoint-address", shown: ""), Property("endpoint-port", .integer(0...65_535), shown: "0"),
            Property("allowed-address"), Property("preshared-key", isSensitive: true),
            Property("persistent-keepalive", .duration(), neutral: ["0s"]),
            Property("client-address>=7.12.2"), Property("client-dns>=7.12.2"), Property("client-endpoint>=7.12.2"),
            Property("client-keepalive>=7.12.2"), Property("client-listen-port>=7.12.2"),
            Property("client-allowed-address>=7.22.3"), Property("is-responder>=7.16.2<7.18.2", .boolean),
            Property("responder>=7.18.2", .boolean), Property("disabled", .boolean, shown: "false"),
            Property("comment", neutral: [""]),
        ],
        printExtras: ["show-sensitive>=7.22.3"],
        ownVerbs: ["show-client-config": ["as-value", "file", "number", "show-sensitive>=7.22.3"]],
        required: ["interface", "public-key"],
        isOrdered: true
    )
}
