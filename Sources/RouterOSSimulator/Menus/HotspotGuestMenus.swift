/// What the router writes itself about guests: `/ip/hotspot/active`, `host` and `cookie`.
extension Menu {
    /// `comment`, `add` and `set` are gone in 7.21 (ansible-collections/community.routeros).
    static let hotspotActive = Menu(
        "/ip/hotspot/active",
        verbs: [
            "print", "get", "find", "login", "remove", "add<7.21", "set<7.21", "comment<7.21", "edit<7.21",
            "reset<7.21",
        ],
        properties: [
            .readOnly("server"), .readOnly("user"), .readOnly("domain"), .readOnly("address", .address),
            .readOnly("mac-address"),
            .readOnly("login-by"), .readOnly("uptime", .duration()), .readOnly("session-time-left", .duration()),
            .readOnly("idle-time", .duration()),
            .readOnly("idle-timeout", .duration()), .readOnly("keepalive-timeout", .duration()),
            .readOnly("bytes-in", .integer(0...Int64.max)), .readOnly("bytes-out", .integer(0...Int64.max)),
            .readOnly("packets-in", .integer(0...Int64.max)), .readOnly("packets-out", .integer(0...Int64.max)),
            .readOnly("limit-bytes-in", .integer(0...Int64.max)),
            .readOnly("limit-bytes-out", .integer(0...Int64.max)),
            .readOnly("limit-bytes-total", .integer(0...Int64.max)), .readOnly("radius", .boolean), Property("comment"),
        ],
        printExtras: ["oid", "stats", "status"],
        ownVerbs: ["login": ["domain", "ip", "mac-address", "password", "user"]]
    )

    /// Fields of a captured row (a mktxp fork): `static`, `dynamic` and `keepalive-timeout` are absent when not set;
    /// `DHCP` is upper case.
    static let hotspotHost = Menu(
        "/ip/hotspot/host",
        verbs: ["print", "get", "find", "make-binding", "remove", "reset"],
        properties: [
            .readOnly("mac-address"), .readOnly("address", .address), .readOnly("to-address", .address),
            .readOnly("server"),
            .readOnly("uptime", .duration()), .readOnly("idle-time", .duration()),
            .readOnly("idle-timeout", .duration()), .readOnly("host-dead-time", .duration()),
            .readOnly("bytes-in", .integer(0...Int64.max)), .readOnly("bytes-out", .integer(0...Int64.max)),
            .readOnly("packets-in", .integer(0...Int64.max)), .readOnly("packets-out", .integer(0...Int64.max)),
            .readOnly("found-by"), .readOnly("DHCP", .boolean), .readOnly("authorized", .boolean),
            .readOnly("bypassed", .boolean),
            Property("comment"),
        ],
        printExtras: ["bytes", "packets", "status"],
        ownVerbs: ["make-binding": ["comment", "numbers", "type"]]
    )

    static let hotspotCookie = Menu(
        "/ip/hotspot/cookie",
        verbs: ["print", "get", "find", "remove"],
        properties: [
            .readOnly("user"), .readOnly("domain"), .readOnly("mac-address"), .readOnly("expires-in", .duration()),
            .readOnly("mac-cookie", .boolean),
        ]
    )
}
