extension RouterState {
    /// All verbs that change something.
    ///
    /// - Returns: what `!done` carries as `ret`.
    mutating func write(
        _ request: CommandRequest,
        verb: String,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) -> WordBytes? {
        switch (menu.path, verb) {
        case ("/ip/hotspot/active", _), ("/ip/hotspot/host", _), ("/ip/hotspot/cookie", _):
            return try self.writeGuests(request, verb: verb, in: menu, context)
        case ("/log", _):
            self.writeLog("script,\(verb)", request["message"] ?? "", now: context.now)
            return nil
        case ("/system/script/job", "remove"):
            let ids = try self.findIDs(request, in: menu)
            self.scripts.processes.removeAll { ids.contains($0.id) }
            return nil
        case ("/system/script/job", _): throw .notSimulated(request.path)
        case ("/file", _):
            return try self.writeFiles(request, verb: verb, context)
        case ("/ip/hotspot", "reset-html"):
            for id in try self.targets(request, in: menu) { self.resetPages(of: id, now: context.now) }
        case ("/system/script", _), ("/system/scheduler", _):
            return try self.writeScripts(request, verb: verb, in: menu, context)
        case ("/user", _), ("/user/group", _), ("/user/active", _):
            return try self.writeUsers(request, verb: verb, in: menu, context)
        case ("/certificate", _):
            return try self.writeCertificates(request, verb: verb, context)
        case ("/system/ntp/client", "set"):
            try self.writeRows(request, verb: verb, in: menu)
            if request.has("servers") { self.listTimeServers() }
            self.startTimeClient(now: context.now)
            return nil
        case ("/system/ntp/client/servers", _):
            let id = try self.writeRows(request, verb: verb, in: menu)
            self.nameTimeServers()
            self.startTimeClient(now: context.now)
            return id
        case ("/interface/wireguard", "add"), ("/interface/wireguard", "set"):
            return try self.writeWireGuard(request, verb: verb, in: menu)
        case ("/system/device-mode", "update"):
            return try self.updateDeviceMode(request, now: context.now)
        case ("/ip/service", _):
            let ids = try self.services(request)
            if verb == "set" { try self.checkListeners(request, ids: ids) }
            return try self.writeRows(request, verb: verb, in: menu)
        case ("/system/clock", "set"):
            try self.setClock(request, now: context.now)
            return nil
        default:
            return try self.writeRows(request, verb: verb, in: menu)
        }
        return nil
    }

    /// The verbs that all tables have.
    @discardableResult
    mutating func writeRows(
        _ request: CommandRequest,
        verb: String,
        in menu: Menu
    ) throws(CommandTrap) -> WordBytes? {
        switch (menu.path, verb) {
        case (_, "add"):
            return try self.add(request, in: menu).word
        case (_, "set"):
            try self.set(request.attributes, ids: try self.targets(request, in: menu), in: menu)
        case (_, "enable"), (_, "disable"):
            let value: WordBytes = verb == "disable" ? "true" : "false"
            try self.set(
                [.init(name: "disabled", value: value)],
                ids: try self.targets(request, in: menu),
                in: menu
            )
        case (_, "comment"):
            let comment = request["comment"] ?? ""
            try self.set(
                [.init(name: "comment", value: comment)],
                ids: try self.targets(request, in: menu),
                in: menu
            )
        case (_, "remove"):
            try self.remove(ids: try self.targets(request, in: menu), in: menu)
        case (_, "move"):
            try self.move(request, in: menu)
        case (_, "unset"):
            guard let names = request["value-name"] else { throw .missing("value-name") }
            try self.unset(names.commaSeparated().map(\.text), ids: try self.targets(request, in: menu), in: menu)
        case (_, "reset"):
            let names = request.attributes.map(\.name).filter { $0 != ".id" && $0 != "numbers" }
            try self.unset(names, ids: try self.targets(request, in: menu), in: menu)
        case ("/ip/hotspot/user", "reset-counters"):
            try self.resetCounters(ids: try self.targets(request, in: menu))
        case ("/ip/hotspot/walled-garden", "reset-counters"), ("/ip/hotspot/walled-garden", "reset-counters-all"):
            // Nobody browses here, so hits are always zero.
            if verb == "reset-counters" { _ = try self.findIDs(request, in: menu) }
        default:
            throw .notSimulated(request.path)
        }
        return nil
    }

    /// The rows that a write is for.
    ///
    /// A singleton has one; a command that names its rows by a query only touches none and still succeeds
    /// (aluisiora/node-routeros#9, EvilFreelancer/routeros-api-php#15).
    func targets(_ request: CommandRequest, in menu: Menu) throws(CommandTrap) -> [RowID] {
        if menu.form == .singleton { return self.tables[menu.path]?.order ?? [] }
        if request[".id"] == nil, request["numbers"] == nil, !request.queries.isEmpty { return [] }
        return try self.findIDs(request, in: menu)
    }

    // MARK: Verbs of tables

    mutating func add(_ request: CommandRequest, in menu: Menu) throws(CommandTrap) -> RowID {
        var values: [String: StoredValue] = [:]
        if let source = request["copy-from"] {
            values = try self.anchor(source, in: menu).flatMap { self.tables[menu.path]?[$0]?.values } ?? [:]
        }
        for attribute in request.attributes {
            try self.assign(attribute, to: &values, in: menu)
        }
        // ASSUMED: an empty value of a required property counts as none.
        for name in menu.required where values[name] == nil || values[name] == .bytes("") {
            throw .missing(name)
        }
        self.fillDefaults(&values, in: menu)
        try self.checkUnique(values, among: self.rows(sharingNameWith: values, in: menu), in: menu)
        try self.checkRoom(in: menu)
        var position: Int?
        if let before = request["place-before"] {
            position = try self.anchor(before, in: menu).flatMap { self.tables[menu.path]?.position(of: $0) }
        }
        // The table is changed in place: a copy of it for each row would make a large import slow.
        guard let id = self.tables[menu.path]?.takeID() else { throw .noSuchCommand }
        let row = TableRow(id: id, serial: self.takeSerial(), values: values)
        self.tables[menu.path]?.insert(row, at: position)
        self.noteConfigurationWrite()
        self.note(.written, row.id, in: menu.path)
        self.updateDynamicRows(for: row, in: menu)
        self.schedule(row, in: menu)
        return row.id
    }

    /// The one row that an argument such as `place-before` names.
    func anchor(_ value: WordBytes, in menu: Menu) throws(CommandTrap) -> RowID? {
        try self.findIDs(CommandRequest("", attributes: [.init(name: "numbers", value: value)]), in: menu).first
    }

    mutating func set(
        _ attributes: [CommandRequest.Attribute],
        ids: [RowID],
        in menu: Menu
    ) throws(CommandTrap) {
        var changed: [TableRow] = []
        for id in ids {
            guard var row = self.tables[menu.path]?[id] else { continue }
            if row.isDynamic { throw .dynamicRow }
            for attribute in attributes where attribute.name != ".id" && attribute.name != "numbers" {
                try self.assign(attribute, to: &row.values, in: menu)
            }
            if menu.path == Menu.ipAddress.path, attributes.contains(where: { $0.name == "address" }) {
                row.values["network"] = nil
            }
            self.fillDefaults(&row.values, in: menu)
            changed.append(row)
        }
        try self.checkUnique(changed, in: menu)
        if !changed.isEmpty, self.isDiskFull { throw .noSpace }
        self.store(changed, in: menu)
    }

    /// ASSUMED: a full disk refuses what it has no room for, in the words of a file that does not fit, and takes removals.
    private func checkRoom(in menu: Menu) throws(CommandTrap) {
        if self.isDiskFull { throw .noSpace }
        if let rowsMaximum, self.tables[menu.path]?.count ?? 0 >= rowsMaximum { throw .noSpace }
    }

    private mutating func unset(_ names: [String], ids: [RowID], in menu: Menu) throws(CommandTrap) {
        var changed: [TableRow] = []
        for name in names where menu.property(name, version: self.version)?.access != .settable {
            throw .noMatch("value-name")
        }
        for id in ids {
            guard var row = self.tables[menu.path]?[id] else { continue }
            if row.isDynamic { throw .dynamicRow }
            for name in names where name != menu.nameProperty {
                row.values[name] = nil
            }
            self.fillDefaults(&row.values, in: menu)
            changed.append(row)
        }
        try self.checkUnique(changed, in: menu)
        self.store(changed, in: menu)
    }

    private mutating func store(_ rows: [TableRow], in menu: Menu) {
        for row in rows {
            self.tables[menu.path]?.update(row)
            self.noteConfigurationWrite()
            self.note(.written, row.id, in: menu.path)
            self.updateDynamicRows(for: row, in: menu)
            self.schedule(row, in: menu)
        }
    }

    /// Deleting a row that others refer to is mostly allowed (measured on 7.23.7 on other menus).
    ///
    /// ASSUMED: also a profile in use.
    mutating func remove(ids: [RowID], in menu: Menu) throws(CommandTrap) {
        for id in ids {
            guard let row = self.tables[menu.path]?[id] else { continue }
            if row.isDynamic { throw .dynamicRow }
            if row.isDefault { throw .defaultRow }
        }
        for row in self.tables[menu.path]?.remove(ids) ?? [] {
            self.noteConfigurationWrite()
            self.note(.removed, row.id, in: menu.path)
            self.removeDynamicRows(of: row, in: menu)
            self.scripts.schedule[row.serial] = nil
        }
    }

    /// Rows go before the destination as a block, in the order given; without a destination, or with an unknown one, to
    /// the end of the table (measured on 7.23.7 on firewall/filter by dopyrory3/mikrotik-ha-manager).
    private mutating func move(_ request: CommandRequest, in menu: Menu) throws(CommandTrap) {
        let ids = try self.findIDs(request, in: menu)
        var anchor: RowID?
        if let destination = request["destination"] {
            // An unknown destination is no error here, unlike in every other command.
            anchor = try? self.anchor(destination, in: menu)
        }
        if let anchor, ids.contains(anchor) { throw .moveBeforeItself }
        self.tables[menu.path]?.move(ids, before: anchor)
        self.noteConfigurationWrite()
        for id in ids {
            self.note(.written, id, in: menu.path)
        }
    }

    private mutating func resetCounters(ids: [RowID]) throws(CommandTrap) {
        for id in ids {
            guard var row = self.tables["/ip/hotspot/user"]?[id] else { continue }
            row.usage = UsageCounters()
            self.tables["/ip/hotspot/user"]?.update(row)
            self.note(.written, id, in: "/ip/hotspot/user")
        }
    }

    // MARK: Values

    private func assign(
        _ attribute: CommandRequest.Attribute,
        to values: inout [String: StoredValue],
        in menu: Menu
    ) throws(CommandTrap) {
        if ["copy-from", "place-before"].contains(attribute.name) { return }
        guard let property = menu.property(attribute.name, version: self.version), property.access == .settable else {
            throw .unknownParameter(attribute.name)
        }
        values[attribute.name] = try self.read(attribute.value, for: property)
    }

    /// A user of no profile has the default one, by reference like any other.
    private func fillDefaults(_ values: inout [String: StoredValue], in menu: Menu) {
        let defaults = ["/ip/hotspot/user": "/ip/hotspot/user/profile", "/ip/hotspot": "/ip/hotspot/profile"]
        if values["profile"] == nil, let target = defaults[menu.path],
            let row = self.tables[target]?.rows(named: "default").first
        {
            values["profile"] = .row(row.reference)
        }
        if menu.path == Menu.ipAddress.path {
            values["actual-interface"] = values["interface"]
            if values["network"] == nil, case .bytes(let address) = values["address"],
                let range = AddressRange(address.text)
            {
                values["network"] = .bytes(WordBytes(range.network.text))
            }
        }
        if menu.path == "/ip/hotspot", values["name"] == nil {
            values["name"] = .bytes(WordBytes("hotspot\((self.tables[menu.path]?.count ?? 0) + 1)"))
        }
    }
}
