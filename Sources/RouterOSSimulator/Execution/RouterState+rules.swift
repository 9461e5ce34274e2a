/// What a change must keep to, besides the values of single properties.
extension RouterState {
    /// Rows that one command changes must not collide with each other either, nor may two that take over one name.
    func checkUnique(_ changed: [TableRow], in menu: Menu) throws(CommandTrap) {
        let ids = Set(changed.map(\.id))
        var accepted: [WordBytes: [TableRow]] = [:]
        for row in changed {
            let name = row.bytes("name") ?? ""
            let others = self.rows(sharingNameWith: row.values, in: menu).filter { !ids.contains($0.id) }
            try self.checkUnique(row.values, among: others + accepted[name, default: []], in: menu)
            accepted[name, default: []].append(row)
        }
    }

    func rows(sharingNameWith values: [String: StoredValue], in menu: Menu) -> [TableRow] {
        guard menu.nameProperty != nil, case .bytes(let name) = values["name"] else { return [] }
        return self.tables[menu.path]?.rows(named: name) ?? []
    }

    func checkUnique(
        _ values: [String: StoredValue],
        among others: [TableRow],
        in menu: Menu
    ) throws(CommandTrap) {
        guard menu.nameProperty != nil else { return }
        guard menu.path == "/ip/hotspot/user" else {
            if !others.isEmpty { throw .entryExists }
            return
        }
        // Names of hotspot users are unique for each server.
        let server = values["server"]
        for other in others {
            let otherServer = other.values["server"]
            if server == otherServer || (self.traits.allServersCollide && (server == nil || otherServer == nil)) {
                throw .userExists
            }
        }
    }

    /// What decides how a service listens stays as it was when the router was started: nothing pretends to change it.
    func checkListeners(_ request: CommandRequest, ids: [RowID]) throws(CommandTrap) {
        for id in ids {
            guard let row = self.tables[Menu.ipService.path]?[id] else { continue }
            for name in ["port", "certificate", "tls-version", "vrf"] {
                guard let value = request[name], value != row.bytes(name) ?? (name == "vrf" ? "main" : "") else {
                    continue
                }
                // A template is no certificate yet.
                if name == "certificate" {
                    let row = self.tables[Menu.certificate.path]?.rows(named: value).first
                    guard value == "none" || row.map({ self.isUsable($0) }) ?? false else {
                        throw .noMatch(name)
                    }
                    continue
                }
                if name == "tls-version" { continue }
                throw .notSimulated("\(request.path) \(name)")
            }
        }
    }

    /// A service takes a certificate that has a key, some time after it was signed.
    private func isUsable(_ certificate: TableRow) -> Bool {
        guard self.identities[certificate.serial] != nil else { return false }
        return self.certificatesReadyAt[certificate.serial].map { $0 <= self.scripts.reached } ?? true
    }
}
