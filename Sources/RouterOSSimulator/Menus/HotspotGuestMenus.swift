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
            .readOnly("server"), .readOnly("user"), .readOnly("domain"), .readOnly("address"), .readOnly("mac-address"),
            .readOnly("login-by"), .readOnly("uptime"), .readOnly("session-time-left"), .readOnly("idle-time"),
            .readOnly("idle-timeout"), .readOnly("keepalive-timeout"), .readOnly("bytes-in"), .readOnly("bytes-out"),
            .readOnly("packets-in"), .readOnly("packets-out"), .readOnly("limit-bytes-in"),
            .readOnly("limit-bytes-out"), .readOnly("limit-bytes-total"), .readOnly("radius"), Property("comment"),
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
            .readOnly("mac-address"), .readOnly("address"), .readOnly("to-address"), .readOnly("server"),
            .readOnly("uptime"), .readOnly("idle-time"), .readOnly("idle-timeout"), .readOnly("host-dead-time"),
            .readOnly("bytes-in"), .readOnly("bytes-out"), .readOnly("packets-in"), .readOnly("packets-out"),
            .readOnly("found-by"), .readOnly("DHCP"), .readOnly("authorized"), .readOnly("bypassed"),
            Property("comment"),
        ],
        printExtras: ["bytes", "packets", "status"],
        ownVerbs: ["make-binding": ["comment", "numbers", "type"]]
    )

    static let hotspotCookie = Menu(
        "/ip/hotspot/cookie",
        verbs: ["print", "get", "find", "remove"],
        properties: [
            .readOnly("user"), .readOnly("domain"), .readOnly("mac-address"), .readOnly("expires-in"),
            .readOnly("mac-cookie"),
        ]
    )
}
