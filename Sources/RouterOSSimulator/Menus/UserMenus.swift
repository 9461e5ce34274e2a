/// `/user`, its groups, and who is logged in.
extension Menu {
    /// A password is never shown, also when it is asked for (measured on 7.23.7 by dopyrory3/mikrotik-ha-manager).
    static let user = Menu(
        "/user",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "edit", "export", "reset",
            "expire-password", "recursive-print>=7.20.8",
        ],
        properties: [
            Property("name"), Property("group", .reference(menu: "/user/group")), Property("address", shown: ""),
            Property("password", isWriteOnly: true), .readOnly("last-logged-in"),
            Property("inactivity-timeout>=7.16.2", .duration(), shown: "10m"),
            Property("inactivity-policy>=7.16.2", .enumeration(["none", "lockscreen", "logout"]), shown: "none"),
            .readOnly("expired", .boolean, shown: "false"), Property("disabled", .boolean, shown: "false"),
            Property("comment", neutral: [""]),
        ],
        printExtras: ["show-sensitive>=7.22.3"],
        ownVerbs: ["recursive-print": []],
        required: ["name", "group"],
        nameProperty: "name"
    )

    /// All policies (manual, user page), in the order of the built-in groups' rows.
    static let groupPolicies: [WordBytes] = [
        "local", "telnet", "ssh", "ftp", "reboot", "read", "write", "policy", "test", "winbox", "password", "web",
        "sniff",
        "sensitive", "api", "romon", "rest-api",
    ]

    static let userGroup = Menu(
        "/user/group",
        verbs: ["print", "get", "find", "add", "set", "remove", "comment", "edit", "export", "reset"],
        properties: [
            Property("name"), Property("policy"), Property("skin", shown: "default"),
            Property("comment", neutral: [""]),
        ],
        required: ["name"],
        nameProperty: "name"
    )

    /// Fields: command trees, and danikf/tik4net.
    static let userActive = Menu(
        "/user/active",
        verbs: ["print", "get", "find", "request-logout<7.20.8", "add>=7.20.8", "remove>=7.20.8"],
        properties: [
            .readOnly("when"), .readOnly("name"), .readOnly("address"), .readOnly("via"), .readOnly("group"),
            .readOnly("radius", .boolean), .readOnly("by-romon", .boolean),
        ]
    )

    static let pool = Menu(
        "/ip/pool",
        verbs: ["print", "get", "find", "add", "set", "remove", "comment", "edit", "export", "reset"],
        properties: [
            Property("name"), Property("ranges"),
            Property("next-pool", .reference(menu: "/ip/pool", words: ["none"]), neutral: ["none"]),
            Property("comment", neutral: [""]),
        ],
        required: ["name", "ranges"],
        nameProperty: "name"
    )

    /// Version 7 (manual, NTP page).
    ///
    /// ASSUMED: before it there is no such menu, since the one there has other arguments.
    static let ntpClient = Menu(
        "/system/ntp/client",
        form: .singleton,
        isKnown: "client>=7.0",
        verbs: ["print", "get", "set", "edit", "export", "reset-freq-drift", "reset>=7.22.3"],
        properties: [
            Property("enabled", .boolean, shown: "false"),
            Property("mode", .enumeration(["unicast", "broadcast", "multicast", "manycast"]), shown: "unicast"),
            Property("servers", shown: ""), Property("vrf", shown: "main"), .readOnly("freq-drift", shown: "0"),
            .readOnly("status"), .readOnly("synced-server"), .readOnly("synced-stratum"), .readOnly("system-offset"),
        ],
        ownVerbs: ["reset-freq-drift": []]
    )

    /// The time servers one by one; ASSUMED: the list and `servers` of the client are the same thing.
    static let ntpServers = Menu(
        "/system/ntp/client/servers",
        isKnown: "servers>=7.0",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "edit", "export", "reset",
        ],
        properties: [
            Property("address"), Property("auth-key", neutral: ["none"]), Property("iburst", .boolean, shown: "true"),
            Property("min-poll", .integer(3...17), shown: "6"), Property("max-poll", .integer(3...17), shown: "10"),
            Property("disabled", .boolean, shown: "false"), Property("comment", neutral: [""]),
        ],
        printLacks: ["brief"],
        required: ["address"]
    )
}
