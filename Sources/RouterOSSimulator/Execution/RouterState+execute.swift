import RouterOSAPI

/// Who asks, and how.
struct CommandContext: Sendable {
    var account: SimulatedAccount
    /// The moment, as time since the simulation began.
    var now: Duration
    /// Whether a script asks, and not a client.
    var isScript = false

    func requires(_ policy: SimulatedAccount.Policy) throws(CommandTrap) {
        guard self.account.policies.contains(policy) else { throw .notPermitted }
    }

    var showsSecrets: Bool {
        self.account.policies.contains(.sensitive)
    }
}

extension RouterState {
    /// Carries out one command.
    ///
    /// - Parameters:
    ///   - request: what to do.
    ///   - context: who asks, and when.
    /// - Returns: the whole answer, or the beginning of one that goes on.
    mutating func execute(_ request: CommandRequest, _ context: CommandContext) -> CommandOutcome {
        self.advance(to: context.now)
        do throws(CommandTrap) {
            if let outcome = try self.beginScript(request, context) { return outcome }
            let outcome = try self.perform(request, context)
            self.runScripts(now: context.now)
            return outcome
        } catch {
            var replies = error.precededBy.map { CommandReply.trap(message: $0.message, category: $0.category) }
            replies.append(.trap(message: error.message, category: error.category))
            replies.append(.done(ret: nil))
            return .replies(replies)
        }
    }

    mutating func perform(
        _ request: CommandRequest,
        _ context: CommandContext
    ) throws(CommandTrap) -> CommandOutcome {
        let menu = try self.findMenu(request)
        let verb = try self.findVerb(request, in: menu)
        try self.checkArguments(request, verb: verb, in: menu)
        // ASSUMED: the order of checks when a command has several faults was not found.
        try context.requires(["print", "get", "find"].contains(verb) ? .read : .write)
        switch verb {
        case "print":
            return try self.print(request, in: menu, context)
        case "get":
            return .replies([.done(ret: try self.get(request, in: menu, context))])
        case "find":
            return .replies([.done(ret: self.find(request, in: menu, context))])
        default:
            self.flushIfDue(now: context.now)
            let ret = try self.write(request, verb: verb, in: menu, context)
            return .replies([.done(ret: ret)])
        }
    }

    func findMenu(_ request: CommandRequest) throws(CommandTrap) -> Menu {
        if let menu = self.menu(request.menu) { return menu }
        var folder = ""
        for part in request.menu.split(separator: "/") {
            folder += "/\(part)"
            // A folder that another version has counts as missing, like one whose package is absent.
            if !MenuCatalog.folders.contains(folder) || (MenuCatalog.menus[folder] != nil && self.menu(folder) == nil) {
                throw .noSuchFolder(String(part))
            }
        }
        throw .noSuchCommand
    }

    /// `listen` and `getall` belong to the API and are in no command tree; both are ways to print.
    private func findVerb(_ request: CommandRequest, in menu: Menu) throws(CommandTrap) -> String {
        switch request.verb {
        case "getall":
            return "print"
        case "listen":
            // Measured on 7.23.2: `listen` is a print with `follow-only`, which singletons do not know (tik4net).
            guard menu.form == .table else { throw .unknownParameter("follow-only") }
            return "print"
        default:
            guard ArgumentCatalog.arguments(of: request.verb, in: menu, version: self.version) != nil else {
                throw .noSuchCommand
            }
            return request.verb
        }
    }

    /// An argument that the command does not know refuses the whole command (measured on 7.21.5 and 7.23.7).
    private func checkArguments(_ request: CommandRequest, verb: String, in menu: Menu) throws(CommandTrap) {
        let known = ArgumentCatalog.arguments(of: verb, in: menu, version: self.version) ?? []
        for attribute in request.attributes where !known.contains(attribute.name) {
            let meant =
                switch attribute.name {
                case ".id" where known.contains("numbers"): "numbers"
                case ".id" where known.contains("number"): "number"
                case ".proplist" where known.contains("proplist") || verb == "print": "proplist"
                // The tree has `count-only` and the like for tables only.
                default: ""
                }
            if meant.isEmpty { throw .unknownParameter(attribute.name) }
        }
    }

    /// The rows that `.id` or `numbers` names: ids, names or positions, comma-joined.
    ///
    /// A bare number is a position (luqasz/librouteros#20; measured on 7.23.7).
    /// ASSUMED: one unknown id refuses the whole command.
    func findIDs(_ request: CommandRequest, in menu: Menu) throws(CommandTrap) -> [RowID] {
        guard let value = request[".id"] ?? request["numbers"] ?? request["number"] else { throw .missing(".id") }
        // ASSUMED: an empty value names no row, which is no error.
        var ids: [RowID] = []
        var seen: Set<RowID> = []
        let order = self.ids(of: menu)
        for part in value.commaSeparated() {
            var found: [RowID?]
            if let number = RowID(part) {
                found = [self.hasRow(number, in: menu) ? number : nil]
            } else if let position = Int(part.text) {
                found = [order.indices.contains(position) ? order[position] : nil]
            } else {
                found = [menu.nameProperty.flatMap { _ in self.tables[menu.path]?.rows(named: part).first?.id }]
                if menu.path == Menu.ipService.path { found += self.connections(to: part.text) }
            }
            for id in found {
                guard let id else { throw .noSuchItem(isOld: self.features.numbersErrors) }
                if seen.insert(id).inserted { ids.append(id) }
            }
        }
        return ids
    }

    /// The rows of a service's open connections, which bear its name.
    private func connections(to service: String) -> [RowID] {
        guard self.features.listsConnectionsAsServices else { return [] }
        return self.apiSessions.filter { $0.value.service == service }.keys.sorted()
    }

    /// Whether a row of `/ip/service` is an open connection.
    func isConnection(_ id: RowID) -> Bool {
        self.features.listsConnectionsAsServices && self.apiSessions[id] != nil
    }

    /// The rows of `/ip/service` that a write is for.
    ///
    /// From 7.19 a name means the open connections to that service as well, and nobody configures those: the whole command is refused
    /// (foorschtbar/routeros-letsencrypt-docker#20, terraform-routeros/terraform-provider-routeros#769).
    func services(_ request: CommandRequest) throws(CommandTrap) -> [RowID] {
        let ids = try self.targets(request, in: .ipService)
        guard !ids.contains(where: self.isConnection) else { throw .configuredElsewhere }
        return ids
    }

    private func ids(of menu: Menu) -> [RowID] {
        switch menu.path {
        case "/ip/hotspot/active": self.hotspot.sessions.map(\.id)
        case "/ip/hotspot/host": self.hotspot.hosts.map(\.id)
        case "/ip/hotspot/cookie": self.hotspot.cookies.map(\.id)
        case "/log": self.log.visible.map(\.id)
        case "/system/script/job": self.scripts.processes.map(\.id)
        case "/user/active": self.apiSessions.filter { $0.value.user != nil }.keys.sorted()
        default: self.tables[menu.path]?.order ?? []
        }
    }

    private func hasRow(_ id: RowID, in menu: Menu) -> Bool {
        switch menu.path {
        case "/ip/hotspot/active", "/ip/hotspot/host", "/ip/hotspot/cookie", "/log", "/system/script/job",
            "/user/active":
            self.ids(of: menu).contains(id)
        case "/ip/service": self.isConnection(id) || self.tables[menu.path]?[id] != nil
        default: self.tables[menu.path]?[id] != nil
        }
    }
}
