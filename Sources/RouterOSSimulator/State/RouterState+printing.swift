extension RouterState {
    /// All rows of a menu as they would be sent, in their order.
    func printedRows(of menu: Menu, now: Duration, showsSecrets: Bool) -> [PrintedRow] {
        switch menu.path {
        case "/ip/hotspot/active":
            return self.hotspot.sessions.map { self.printed($0, now: now) }
        case "/ip/hotspot/host":
            return self.hotspot.hosts.map { self.printed($0, now: now) }
        case "/ip/hotspot/cookie":
            return self.hotspot.cookies.map { self.printed($0, now: now) }
        case "/system/script/job":
            return self.scripts.processes.map { self.printed($0) }
        case "/user/active":
            return self.printedAdministrators()
        case "/system/ntp/client":
            return [self.printedTimeClient(now: now)]
        case "/log":
            let today = CivilTime(epochSeconds: self.localSeconds(at: now))
            return self.log.visible.map { self.printed($0, today: today) }
        case "/system/resource":
            return [self.printedResource(now: now)]
        case "/system/clock":
            return [self.printedClock(now: now)]
        case "/system/device-mode":
            return [self.printedDeviceMode()]
        default:
            let shown = self.shownProperties(of: menu, showsSecrets: showsSecrets)
            let rows = (self.tables[menu.path]?.allRows() ?? []).map { self.printed($0, of: menu, shown) }
            return menu.path == "/ip/service" ? rows + self.printedConnections() : rows
        }
    }

    /// How many rows a menu of plain rows has; nil for menus whose rows are made when they are asked for.
    func rowCount(of menu: Menu) -> Int? {
        menu.form == .table && menu.path != "/ip/service" ? self.tables[menu.path]?.count : nil
    }

    /// One row as it would be sent, or nil when it is gone.
    func printedRow(_ id: RowID, of menu: Menu, now: Duration, showsSecrets: Bool) -> PrintedRow? {
        switch menu.path {
        case "/ip/hotspot/active":
            return self.hotspot.session(id).map { self.printed($0, now: now) }
        case "/ip/hotspot/host":
            return self.hotspot.hosts.first { $0.id == id }.map { self.printed($0, now: now) }
        case "/ip/hotspot/cookie":
            return self.hotspot.cookies.first { $0.id == id }.map { self.printed($0, now: now) }
        case "/system/script/job":
            return self.scripts.processes.first { $0.id == id }.map { self.printed($0) }
        case "/user/active":
            return self.printedAdministrators().first { $0[".id"] == id.word }
        case "/log":
            let today = CivilTime(epochSeconds: self.localSeconds(at: now))
            return self.log.visible.last { $0.id == id }.map { self.printed($0, today: today) }
        case "/ip/service" where self.isConnection(id):
            return self.printedConnections().first { $0[".id"] == id.word }
        default:
            return self.tables[menu.path]?[id].map {
                self.printed($0, of: menu, self.shownProperties(of: menu, showsSecrets: showsSecrets))
            }
        }
    }

    /// What a `print` of a menu may show.
    func shownProperties(of menu: Menu, showsSecrets: Bool) -> [Property] {
        // ASSUMED: without the policy `sensitive` a secret is left out.
        // ASSUMED: from 7.21 the API needs no `show-sensitive` to show one; a plain read of 7.23.7 had the `password` of
        // another menu (dopyrory3/mikrotik-ha-manager).
        menu.properties(knownTo: self.version).filter { !$0.isWriteOnly && (showsSecrets || !$0.isSensitive) }
    }

    /// A row of a configuration table: properties without a value are absent, some show their default.
    func printed(_ row: TableRow, of menu: Menu, _ shown: [Property]) -> PrintedRow {
        var printed = PrintedRow()
        if menu.form == .table { printed.append(".id", row.id.word) }
        let isUser = menu.path == "/ip/hotspot/user"
        let known = self.scriptValues(of: row, in: menu)
        for property in shown {
            printed.append(
                property.name,
                known[property.name] ?? self.computedValue(of: property.name, row, isUser: isUser)
                    ?? self.storedText(row.values[property.name], property)
                    ?? property.shownWhenAbsent
            )
        }
        return printed
    }

    /// The text of a stored value: a reference is the other row's present name, or the dead row's id.
    func storedText(_ value: StoredValue?, _ property: Property) -> WordBytes? {
        switch value {
        case nil:
            return nil
        case .bytes(let bytes):
            return bytes
        case .row(let reference):
            guard let target = property.kind.referencedMenu, let row = self.tables[target]?[reference.id],
                row.serial == reference.serial
            else { return reference.id.word }
            return row.bytes("name") ?? reference.id.word
        }
    }

    private func computedValue(of name: String, _ row: TableRow, isUser: Bool) -> WordBytes? {
        switch name {
        case "default":
            return row.isDefault ? "true" : nil
        case "dynamic":
            return row.isDynamic ? "true" : nil
        case "about" where isUser && !self.isHotspotAllowed:
            // Manual, device-mode page.
            // ASSUMED: that the note stands in `about`.
            return "inactivated, not allowed by device-mode"
        default:
            return isUser ? Self.usageValue(of: name, row.usage) : nil
        }
    }

    /// The counters of a user: written at logout only.
    private static func usageValue(of name: String, _ usage: UsageCounters) -> WordBytes? {
        switch name {
        case "uptime": DurationText.writeSeconds(usage.uptime)
        case "bytes-in": WordBytes(usage.bytesIn)
        case "bytes-out": WordBytes(usage.bytesOut)
        case "packets-in": WordBytes(usage.packetsIn)
        case "packets-out": WordBytes(usage.packetsOut)
        default: nil
        }
    }
}

extension Property {
    fileprivate var shownWhenAbsent: WordBytes? {
        guard case .shown(let value) = self.absence else { return nil }
        return value
    }
}

extension PropertyKind {
    /// The menu whose rows this property names, if it names any that are simulated.
    var referencedMenu: String? {
        switch self {
        case .reference(let menu, _): menu
        case .negatable(let kind): kind.referencedMenu
        default: nil
        }
    }
}
