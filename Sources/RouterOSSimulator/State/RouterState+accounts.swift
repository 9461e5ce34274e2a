/// Administrators: `/user` and `/user/group`.
extension RouterState {
    /// Who may log in.
    var accounts: [SimulatedAccount] {
        (self.tables[Menu.user.path]?.allRows() ?? []).filter { !$0.isDisabled }.map { row in
            SimulatedAccount(
                name: row.bytes("name")?.text ?? "",
                password: row.bytes("password")?.text ?? "",
                policies: self.policies(of: row)
            )
        }
    }

    private func policies(of user: TableRow) -> Set<SimulatedAccount.Policy> {
        guard case .row(let reference) = user.values["group"],
            let group = self.tables[Menu.userGroup.path]?[reference.id],
            group.serial == reference.serial
        else { return [] }
        return SimulatedAccount.policies(named: group.bytes("policy") ?? "")
    }

    /// Groups that every router has.
    ///
    /// `read` holds `api` and `sensitive` too (manual, user page). ASSUMED: the other policies of `read` and `write`.
    mutating func setUpGroups() {
        let read: Set<SimulatedAccount.Policy> = Set(SimulatedAccount.Policy.allCases).subtracting([
            .ftp, .write, .policy,
        ])
        let groups: [(WordBytes, Set<SimulatedAccount.Policy>)] = [
            ("read", read), ("write", read.union([.write])), ("full", Set(SimulatedAccount.Policy.allCases)),
        ]
        for (name, policies) in groups {
            self.put(Menu.userGroup.path, ["name": name, "policy": Self.policyText(policies)], isDefault: true)
        }
    }

    /// Adds an administrator, or replaces the one of that name: in the group `full`, or in one of his own.
    mutating func setAccount(_ account: SimulatedAccount) {
        let name = WordBytes(account.name)
        for row in self.tables[Menu.user.path]?.rows(named: name) ?? [] {
            self.tables[Menu.user.path]?.remove([row.id])
        }
        let isFull = account.policies == Set(SimulatedAccount.Policy.allCases)
        let group: WordBytes = isFull ? "full" : name
        if !isFull {
            for row in self.tables[Menu.userGroup.path]?.rows(named: group) ?? [] {
                self.tables[Menu.userGroup.path]?.remove([row.id])
            }
            self.put(Menu.userGroup.path, ["name": group, "policy": Self.policyText(account.policies)])
        }
        self.put(Menu.user.path, ["name": name, "password": WordBytes(account.password)])
        self.setReference("group", to: group, of: Menu.userGroup.path, in: Menu.user.path)
    }

    /// Every policy, those that are not given with a `!` before them.
    static func policyText(_ policies: Set<SimulatedAccount.Policy>) -> WordBytes {
        let names = Menu.groupPolicies.map(\.text)
        return WordBytes(
            names.map { name in
                SimulatedAccount.Policy(rawValue: name).map(policies.contains) == true ? name : "!\(name)"
            }.joined(separator: ",")
        )
    }

    /// Users and groups need the policy `policy` (manual, user page).
    mutating func writeUsers(
        _ request: CommandRequest,
        verb: String,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) -> WordBytes? {
        try context.requires(.policy)
        if menu.path == Menu.userActive.path { throw .notSimulated(request.path) }
        guard menu.path == Menu.userGroup.path else { return try self.writeRows(request, verb: verb, in: menu) }
        switch verb {
        case "add":
            let policies = try self.changed([], by: request["policy"] ?? "")
            return try self.writeRows(Self.with(policies, request), verb: verb, in: menu)
        case "set":
            guard let change = request["policy"] else { return try self.writeRows(request, verb: verb, in: menu) }
            for id in try self.findIDs(request, in: menu) {
                let present = self.tables[menu.path]?[id]?.bytes("policy") ?? ""
                let policies = try self.changed(SimulatedAccount.policies(named: present), by: change)
                let row = CommandRequest(
                    request.path,
                    attributes: request.attributes.filter { $0.name != "numbers" && $0.name != ".id" }
                        + [.init(name: ".id", value: id.word)]
                )
                _ = try self.writeRows(Self.with(policies, row), verb: verb, in: menu)
            }
            return nil
        case "remove":
            let ids = try self.findIDs(request, in: menu)
            let used = (self.tables[Menu.user.path]?.allRows() ?? []).contains { user in
                if case .row(let group) = user.values["group"] { ids.contains(group.id) } else { false }
            }
            // Measured on 7.23.7 by dopyrory3/mikrotik-ha-manager.
            if used { throw CommandTrap("failure: group has some users") }
            return try self.writeRows(request, verb: verb, in: menu)
        default: return try self.writeRows(request, verb: verb, in: menu)
        }
    }

    /// A change only adds, and takes away what a `!` stands before (measured on 7.24, MikroDash).
    private func changed(
        _ policies: Set<SimulatedAccount.Policy>,
        by change: WordBytes
    ) throws(CommandTrap) -> Set<SimulatedAccount.Policy> {
        var policies = policies
        for name in change.commaSeparated() {
            let isTaken = name.hasPrefix("!")
            let plain = isTaken ? WordBytes(name.bytes.dropFirst()) : name
            guard Menu.groupPolicies.contains(plain), let policy = SimulatedAccount.Policy(rawValue: plain.text) else {
                throw .noMatch("policy")
            }
            if isTaken { policies.remove(policy) } else { policies.insert(policy) }
        }
        return policies
    }

    private static func with(_ policies: Set<SimulatedAccount.Policy>, _ request: CommandRequest) -> CommandRequest {
        CommandRequest(
            request.path,
            attributes: request.attributes.filter { $0.name != "policy" }
                + [.init(name: "policy", value: Self.policyText(policies))]
        )
    }

    /// Whoever is logged in to the API; `via` is `api` (manual's list of values).
    ///
    /// ASSUMED: also for `api-ssl`.
    func printedAdministrators() -> [PrintedRow] {
        self.apiSessions.sorted { $0.key < $1.key }.compactMap { id, session in
            guard let user = session.user else { return nil }
            var row = PrintedRow()
            row.append(".id", id.word)
            row.append("when", session.loggedInAt)
            row.append("name", WordBytes(user))
            row.append("address", WordBytes(String(session.remote.prefix { $0 != ":" })))
            row.append("via", "api")
            row.append("radius", "false")
            return row
        }
    }
}
