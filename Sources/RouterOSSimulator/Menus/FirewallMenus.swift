/// `/ip/firewall/filter`: rows in order. What they say is kept, and no packet is dropped by it.
extension Menu {
    /// ASSUMED: `action` is shown as `accept`, `dynamic` and `invalid` as `false`; the rest only once it was written, as measured for `disabled`
    /// on 7.23.7 (dopyrory3/mikrotik-ha-manager).
    static let firewallFilter = Menu(
        "/ip/firewall/filter",
        verbs: [
            "print", "get", "find", "add", "set", "remove", "enable", "disable", "comment", "move", "edit", "export",
            "reset", "reset-counters", "reset-counters-all", "unset",
        ],
        properties: [
            Property("chain"), Property("action", shown: "accept"), Property("address-list"),
            Property("address-list-timeout"), Property("connection-bytes"), Property("connection-limit"),
            Property("connection-mark"), Property("connection-nat-state"), Property("connection-rate"),
            Property("connection-state"), Property("connection-type"), Property("content"), Property("dscp"),
            Property("dst-address", .negatable(.addressRange)), Property("dst-address-list"),
            Property("dst-address-type"), Property("dst-limit"), Property("dst-port"), Property("fragment"),
            Property("hotspot"), Property("hw-offload<7.22.3"), Property("icmp-options"), Property("in-bridge-port"),
            Property("in-bridge-port-list"), Property("in-interface"), Property("in-interface-list"),
            Property("ingress-priority"), Property("ipsec-policy"), Property("ipv4-options"), Property("jump-target"),
            Property("layer7-protocol"), Property("limit"), Property("log"), Property("log-prefix", neutral: [""]),
            Property("nth"), Property("out-bridge-port"), Property("out-bridge-port-list"), Property("out-interface"),
            Property("out-interface-list"), Property("p2p"), Property("packet-mark"), Property("packet-size"),
            Property("per-connection-classifier"), Property("port"), Property("priority"), Property("protocol"),
            Property("psd"), Property("random"), Property("realm"), Property("reject-with"), Property("routing-mark"),
            Property("src-address", .negatable(.addressRange)), Property("src-address-list"),
            Property("src-address-type"), Property("src-mac-address"), Property("src-port"), Property("tcp-flags"),
            Property("tcp-mss"), Property("time"), Property("tls-host"), Property("tos>=7.22.3"), Property("ttl"),
            .readOnly("invalid", .boolean, shown: "false"), .readOnly("dynamic", .boolean, shown: "false"),
            Property("disabled", .boolean), Property("comment", neutral: [""]),
        ],
        printExtras: ["all", "chain", "dynamic", "static", "stats"],
        printLacks: ["brief"],
        required: ["chain"],
        isOrdered: true
    )
}

extension RouterState {
    /// The filter of a home router out of its box (manual, default configurations page): what does not come from the LAN is dropped.
    ///
    /// ASSUMED: the same rows on every version.
    mutating func setUpFilter() {
        // What the router shows when packets may go past its filter.
        self.put(
            Menu.firewallFilter.path,
            [
                "chain": "forward", "action": "passthrough",
                "comment": "special dummy rule to show fasttrack counters",
            ]
        )
        let rules: [(comment: WordBytes, values: [String: WordBytes])] = [
            (
                "defconf: accept established,related,untracked",
                ["chain": "input", "action": "accept", "connection-state": "established,related,untracked"]
            ),
            ("defconf: drop invalid", ["chain": "input", "action": "drop", "connection-state": "invalid"]),
            ("defconf: accept ICMP", ["chain": "input", "action": "accept", "protocol": "icmp"]),
            (
                "defconf: accept to local loopback (for CAPsMAN)",
                ["chain": "input", "action": "accept", "dst-address": "127.0.0.1"]
            ),
            (
                "defconf: drop all not coming from LAN",
                ["chain": "input", "action": "drop", "in-interface-list": "!LAN"]
            ),
            (
                "defconf: fasttrack",
                ["chain": "forward", "action": "fasttrack-connection", "connection-state": "established,related"]
            ),
            (
                "defconf: accept established,related, untracked",
                ["chain": "forward", "action": "accept", "connection-state": "established,related,untracked"]
            ),
            (
                "defconf: drop all from WAN not DSTNATed",
                [
                    "chain": "forward", "action": "drop", "connection-state": "new",
                    "connection-nat-state": "!dstnat", "in-interface-list": "WAN",
                ]
            ),
        ]
        for rule in rules {
            self.put(Menu.firewallFilter.path, rule.values.merging(["comment": rule.comment]) { first, _ in first })
        }
        // The dummy is the router's own.
        guard let id = self.tables[Menu.firewallFilter.path]?.order.first,
            var row = self.tables[Menu.firewallFilter.path]?[id]
        else { return }
        row.isDynamic = true
        self.tables[Menu.firewallFilter.path]?.update(row)
    }
}
