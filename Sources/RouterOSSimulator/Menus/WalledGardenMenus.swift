/// The ordered menus: `/ip/hotspot/walled-garden`, `walled-garden/ip` and `ip-binding`.
///
/// ASSUMED: `disabled` is shown only once it was written, as measured on firewall rows of 7.23.7
/// (dopyrory3/mikrotik-ha-manager).
extension Menu {
    /// Fields of the reply pasted in terraform-routeros/terraform-provider-routeros
    /// (`resource_ip_hotspot_walled_garden.go`).
    static let hotspotWalledGarden = Menu(
        "/ip/hotspot/walled-garden",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "move", "edit", "export",
            "reset", "reset-counters", "reset-counters-all", "unset",
        ],
        properties: [
            Property("server", .negatable(.reference(menu: "/ip/hotspot", words: ["all"])), neutral: ["all"]),
            Property("src-address", .negatable(.addressRange)),
            Property("method", .negatable(.enumeration(Self.httpMethods))), Property("dst-host", .negatable(.text)),
            Property("dst-port", .negatable(.text)), Property("path", .negatable(.text)),
            Property("action", .enumeration(["allow", "deny"]), shown: "allow"), .readOnly("dst-address"),
            .readOnly("hits", .integer(0...Int64.max), shown: "0"), .readOnly("dynamic", .boolean, shown: "false"),
            Property("disabled", .boolean),
            Property("comment", neutral: [""]),
        ],
        isOrdered: true
    )

    /// Fields of the reply pasted in terraform-routeros/terraform-provider-routeros
    /// (`resource_ip_hotspot_walled_garden_ip.go`): no `dynamic`, no `hits`.
    static let hotspotWalledGardenIP = Menu(
        "/ip/hotspot/walled-garden/ip",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "move", "edit", "export",
            "reset", "unset",
        ],
        properties: [
            Property("action", .enumeration(["accept", "drop", "reject"]), shown: "accept"),
            Property("server", .negatable(.reference(menu: "/ip/hotspot", words: ["all"])), neutral: ["all"]),
            Property("src-address", .negatable(.addressRange)), Property("dst-address", .negatable(.addressRange)),
            Property("protocol", .negatable(.text)), Property("dst-port", .negatable(.text)), Property("dst-host"),
            Property("src-address-list", .negatable(.text)), Property("dst-address-list", .negatable(.text)),
            .readOnly("invalid", .boolean, shown: "false"), Property("disabled", .boolean),
            Property("comment", neutral: [""]),
        ],
        isOrdered: true
    )

    static let hotspotBinding = Menu(
        "/ip/hotspot/ip-binding",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "move", "edit", "export",
            "reset",
        ],
        properties: [
            Property("mac-address", .hardwareAddress, neutral: ["00:00:00:00:00:00", ""]),
            Property("address", .addressRange, neutral: ["0.0.0.0", ""]),
            Property("to-address", .address, neutral: ["0.0.0.0", ""]),
            Property("server", .reference(menu: "/ip/hotspot", words: ["all"]), shown: "all", neutral: ["all", ""]),
            // ASSUMED: `regular` is shown.
            Property("type", .enumeration(["regular", "bypassed", "blocked"]), shown: "regular"),
            Property("disabled", .boolean), Property("comment", neutral: [""]),
        ],
        isOrdered: true
    )

    private static let httpMethods: [WordBytes] = [
        "GET", "HEAD", "POST", "PUT", "CONNECT", "OPTIONS", "DELETE", "TRACE",
    ]
}
