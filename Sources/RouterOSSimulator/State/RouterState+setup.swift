extension RouterState {
    /// The configuration of a new router after `/ip hotspot setup` (manual, HotSpot page): server `hotspot1`, network
    /// 10.5.50.1/24, user `admin`.
    mutating func setUpAsFromFactory() {
        self.put("/ip/hotspot/user/profile", ["name": "default"], isDefault: true)
        self.put(
            "/ip/hotspot/user",
            // A fresh router already holds `default-trial` (ansible-collections/community.routeros).
            ["name": "default-trial", "comment": "counters and limits for trial users"],
            isDefault: true
        )
        self.put("/ip/hotspot/profile", ["name": "default"], isDefault: true)
        if self.traits.isBare { self.setUpBare() } else { self.setUpHotspot() }
        self.setUpServices()
        self.putPages(into: "hotspot", now: .zero)
        self.put("/system/identity", ["name": WordBytes(self.traits.identity)])
        self.put("/system/clock", ["time-zone-name": WordBytes(self.traits.timeZoneName)])
        if self.menu("/system/device-mode") != nil { self.put("/system/device-mode", [:]) }
        if self.menu("/system/ntp/client") != nil {
            // A network that guests use has a time server; a router out of its box does not ask one.
            self.put("/system/ntp/client", self.traits.isBare ? [:] : ["enabled": "true", "servers": "pool.ntp.org"])
            self.listTimeServers()
        }
        self.setUpGroups()
    }

    /// A home router out of its box (manual, default configurations): a bridge with an address and a pool, a packet filter, no hotspot.
    ///
    /// ASSUMED: nothing else of the default configuration matters here.
    private mutating func setUpBare() {
        self.put("/ip/pool", ["name": "default-dhcp", "ranges": "192.168.88.10-192.168.88.254"])
        self.put(
            "/ip/address",
            [
                "address": "192.168.88.1/24", "network": "192.168.88.0", "interface": "bridge",
                "actual-interface": "bridge", "comment": "defconf",
            ]
        )
        self.setUpFilter()
    }

    private mutating func setUpHotspot() {
        self.put("/ip/pool", ["name": "hs-pool-1", "ranges": "10.5.50.2-10.5.50.254"])
        self.put("/ip/pool", ["name": "dhcp_pool0", "ranges": "10.5.50.2-10.5.50.254"])
        // ASSUMED: `hsprof1` has the address of the network and nothing else set.
        self.put("/ip/hotspot/profile", ["name": "hsprof1", "hotspot-address": "10.5.50.1"])
        self.put("/ip/hotspot", ["name": "hotspot1", "interface": "bridge"])
        self.setReference("profile", to: "hsprof1", of: "/ip/hotspot/profile", in: "/ip/hotspot")
        self.setReference("address-pool", to: "hs-pool-1", of: "/ip/pool", in: "/ip/hotspot")
        self.put("/ip/hotspot/user", ["name": "admin"])
        self.put(
            "/ip/address",
            [
                "address": "10.5.50.1/24", "network": "10.5.50.0", "interface": "bridge", "actual-interface": "bridge",
                "comment": "hotspot network",
            ]
        )
    }

    /// ASSUMED: the order and ids of the services.
    private mutating func setUpServices() {
        let certificate = WordBytes(self.traits.apiCertificate ?? "none")
        let services: [(name: WordBytes, port: Int64, isEnabled: Bool, hasTLS: Bool)] = [
            ("telnet", 23, false, false), ("ftp", 21, false, false), ("www", 80, true, false), ("ssh", 22, true, false),
            ("www-ssl", 443, false, true), ("api", self.traits.apiPort, self.traits.isAPIEnabled, false),
            ("winbox", 8291, true, false), ("api-ssl", self.traits.apiSSLPort, self.traits.isAPISSLEnabled, true),
        ]
        for service in services {
            var values: [String: WordBytes] = ["name": service.name, "port": WordBytes(service.port)]
            if !service.isEnabled { values["disabled"] = "true" }
            if service.hasTLS {
                values["certificate"] = service.name == "api-ssl" ? certificate : "none"
                values["tls-version"] = "any"
            }
            self.put("/ip/service", values)
        }
    }

    mutating func put(_ menu: String, _ values: [String: WordBytes], isDefault: Bool = false) {
        guard var table = self.tables[menu] else { return }
        var row = TableRow(id: table.takeID(), serial: self.takeSerial(), values: values.mapValues { .bytes($0) })
        row.isDefault = isDefault
        table.insert(row)
        self.tables[menu] = table
    }

    mutating func setReference(_ property: String, to name: WordBytes, of target: String, in menu: String) {
        guard let target = self.tables[target]?.rows(named: name).first,
            var row = self.tables[menu]?.allRows().last
        else { return }
        row.values[property] = .row(target.reference)
        self.tables[menu]?.update(row)
    }
}
