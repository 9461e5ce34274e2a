/// The menus of `/system` that are simulated.
extension Menu {
    /// Fields of a real reply on 7.13.4 (tomaae/homeassistant-mikrotik_router#342).
    static let systemResource = Menu(
        "/system/resource",
        form: .singleton,
        verbs: ["print", "get", "export", "monitor"],
        properties: [
            .readOnly("uptime", .duration()), .readOnly("version"), .readOnly("build-time"),
            .readOnly("factory-software"),
            .readOnly("free-memory", .integer(0...Int64.max)), .readOnly("total-memory", .integer(0...Int64.max)),
            .readOnly("cpu"), .readOnly("cpu-count", .integer(0...Int64.max)),
            .readOnly("cpu-frequency", .integer(0...Int64.max)), .readOnly("cpu-load", .integer(0...Int64.max)),
            .readOnly("free-hdd-space", .integer(0...Int64.max)),
            .readOnly("total-hdd-space", .integer(0...Int64.max)),
            .readOnly("write-sect-since-reboot", .integer(0...Int64.max)),
            .readOnly("write-sect-total", .integer(0...Int64.max)),
            .readOnly("bad-blocks"), .readOnly("architecture-name"), .readOnly("board-name"), .readOnly("platform"),
        ],
        printExtras: ["oid"],
        ownVerbs: [
            "monitor": [
                "append", "as-value", "do", "duration", "file", "freeze-frame-interval>=7.22.3", "interval", "once",
                "proplist>=7.20.8", "without-paging",
            ]
        ]
    )

    static let systemIdentity = Menu(
        "/system/identity",
        form: .singleton,
        verbs: ["print", "get", "set", "edit", "export", "reset>=7.22.3"],
        properties: [Property("name", shown: "MikroTik")],
        printExtras: ["oid"]
    )

    static let systemClock = Menu(
        "/system/clock",
        form: .singleton,
        verbs: ["print", "get", "set", "edit", "export", "reset>=7.22.3"],
        properties: [
            Property("time", .duration()), Property("date"), Property("time-zone-autodetect", .boolean, shown: "true"),
            Property("time-zone-name", shown: "manual"), .readOnly("gmt-offset", shown: "+00:00"),
            .readOnly("dst-active", .boolean, shown: "false"),
        ]
    )

    /// Properties in the order of the manual, device-mode page.
    static let systemDeviceMode = Menu(
        "/system/device-mode",
        form: .singleton,
        // ASSUMED: before version 7 there is no such menu.
        isKnown: "device-mode>=7.0",
        verbs: ["print", "get", "update", "export>=7.22.3"],
        properties: [
            .readOnly("mode"), .readOnly("allowed-versions>=7.17"), .readOnly("flagged", .boolean),
            .readOnly("flagging-enabled", .boolean),
            .readOnly("scheduler", .boolean), .readOnly("socks", .boolean), .readOnly("fetch", .boolean),
            .readOnly("pptp", .boolean), .readOnly("l2tp", .boolean),
            .readOnly("bandwidth-test", .boolean), .readOnly("traffic-gen", .boolean), .readOnly("sniffer", .boolean),
            .readOnly("ipsec", .boolean),
            .readOnly("romon", .boolean), .readOnly("proxy", .boolean), .readOnly("hotspot", .boolean),
            .readOnly("smb", .boolean), .readOnly("email", .boolean),
            .readOnly("zerotier", .boolean), .readOnly("container", .boolean), .readOnly("install-any-version>=7.17"),
            .readOnly("partitions>=7.17"), .readOnly("routerboard>=7.17"), .readOnly("attempt-count>=7.17"),
        ],
        printExtras: ["config>=7.18.2"],
        ownVerbs: [
            "get": ["value-name", "as-string>=7.12.2", "as-string-value>=7.12.2", "values>=7.18.2"],
            "update": [
                "activation-timeout", "append", "as-value", "authorized-public-key-hash>=7.18.2<7.22.3",
                "bandwidth-test", "container", "do", "duration", "email", "fetch", "file", "flagged",
                "flagging-enabled", "freeze-frame-interval>=7.22.3", "hotspot", "install-any-version>=7.18.2",
                "interval", "ipsec", "l2tp", "mode", "once", "partitions>=7.18.2", "pptp", "proxy", "romon",
                "routerboard>=7.18.2", "scheduler", "smb", "sniffer", "socks", "traffic-gen", "without-paging",
                "zerotier",
            ],
        ]
    )

    /// Without `comment` (measured on 7.23.7 by dopyrory3/mikrotik-ha-manager).
    ///
    /// `max-sessions` is from 7.16 (manual, services page).
    static let ipService = Menu(
        "/ip/service",
        verbs: [
            "print", "get", "find", "set", "enable", "disable", "edit", "export", "reset", "unset<7.18.2",
        ],
        properties: [
            .readOnly("name"), Property("port", .integer(1...65_535)), Property("address", shown: ""),
            Property("available-from>=7.24", shown: ""), Property("certificate", neutral: [""]),
            Property("tls-version", .enumeration(["any", "only-1.2"])), Property("vrf", shown: "main"),
            Property("max-sessions>=7.16", .integer(1...1000), shown: "20"),
            Property("disabled", .boolean, shown: "false"), .readOnly("invalid", .boolean, shown: "false"),
            .readOnly("dynamic>=7.19", .boolean, shown: "false"), .readOnly("connection>=7.19", .boolean),
            .readOnly("local>=7.19"), .readOnly("remote>=7.19"),
        ],
        nameProperty: "name"
    )

    static let ipAddress = Menu(
        "/ip/address",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "edit", "export", "reset",
        ],
        properties: [
            Property("address", .addressPrefix), Property("network", .address), Property("broadcast", .address),
            Property("netmask", .address), Property("interface"), .readOnly("actual-interface"),
            .readOnly("invalid", .boolean, shown: "false"), .readOnly("dynamic", .boolean, shown: "false"),
            Property("disabled", .boolean, shown: "false"), Property("comment", neutral: [""]),
        ],
        required: ["address", "interface"]
    )

    /// Rows carry `extra-info` on version 7 (dopyrory3/mikrotik-ha-manager).
    static let log = Menu(
        "/log",
        verbs: ["print", "get", "find", "debug", "info", "warning", "error"],
        properties: [.readOnly("time"), .readOnly("topics"), .readOnly("message"), .readOnly("extra-info>=7.0")],
        printExtras: ["with-extra-info>=7.20.8"],
        printLacks: ["from"],
        ownVerbs: ["debug": ["message"], "info": ["message"], "warning": ["message"], "error": ["message"]]
    )
}
