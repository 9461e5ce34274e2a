/// The verbs of `/ip/hotspot/active`, `host` and `cookie`.
extension RouterState {
    mutating func writeGuests(
        _ request: CommandRequest,
        verb: String,
        in menu: Menu,
        _ context: CommandContext
    ) throws(CommandTrap) -> WordBytes? {
        switch (menu.path, verb) {
        case ("/ip/hotspot/active", "login"):
            try self.logInByCommand(request, now: context.now)
        case ("/ip/hotspot/active", "remove"):
            for id in try self.guestTargets(request, in: menu) {
                self.logOut(id, reason: .adminReset, now: context.now)
            }
        case ("/ip/hotspot/active", "comment"), ("/ip/hotspot/active", "set"):
            for id in try self.guestTargets(request, in: menu) {
                guard let index = self.hotspot.sessions.firstIndex(where: { $0.id == id }) else { continue }
                self.hotspot.sessions[index].comment = request["comment"].flatMap { $0.isEmpty ? nil : $0 }
                self.note(.written, id, in: menu.path)
            }
        case ("/ip/hotspot/cookie", "remove"):
            let ids = try self.guestTargets(request, in: menu)
            self.removeCookies { ids.contains($0.id) }
        case ("/ip/hotspot/host", "make-binding"):
            for id in try self.guestTargets(request, in: menu) {
                try self.makeBinding(id, request)
            }
        case ("/ip/hotspot/host", "remove"):
            for id in try self.guestTargets(request, in: menu) {
                self.removeHost(id, now: context.now)
            }
        default:
            throw .notSimulated(request.path)
        }
        return nil
    }

    private func guestTargets(_ request: CommandRequest, in menu: Menu) throws(CommandTrap) -> [RowID] {
        if request[".id"] == nil, request["numbers"] == nil, !request.queries.isEmpty { return [] }
        return try self.findIDs(request, in: menu)
    }

    /// ASSUMED: the prefix `failure: ` before the text of `errors.txt`, and that no earlier host row is needed (a real
    /// router answers `unknown host IP` for an address that it never saw, say clients that match that text).
    private mutating func logInByCommand(_ request: CommandRequest, now: Duration) throws(CommandTrap) {
        guard let user = request["user"] else { throw .missing("user") }
        guard let ip = request["ip"] else { throw .missing("ip") }
        guard let address = IPv4(ip.text) else { throw .invalidValue("ip") }
        var mac = HardwareAddress.zero
        if let text = request["mac-address"] {
            guard let given = HardwareAddress(text.text) else { throw .invalidValue("mac-address") }
            mac = given
        } else if let host = self.hotspot.hosts.first(where: { $0.address == address }) {
            mac = host.mac
        }
        let login = GuestLogin(
            user: user,
            password: request["password"] ?? "",
            address: address,
            mac: mac,
            // ASSUMED: a login by command counts as one by password in clear.
            method: .httpPAP,
            traffic: self.traits.defaultTraffic
        )
        do throws(GuestLoginRefusal) {
            try self.logIn(login, now: now)
        } catch {
            throw CommandTrap("failure: \(error.text)")
        }
    }

    /// A row of `ip-binding` for a host that is there.
    ///
    /// ASSUMED: it gets the host's MAC address and both addresses.
    private mutating func makeBinding(_ id: RowID, _ request: CommandRequest) throws(CommandTrap) {
        guard let host = self.hotspot.hosts.first(where: { $0.id == id }) else { return }
        let address = WordBytes(host.address.text)
        var attributes: [CommandRequest.Attribute] = [
            .init(name: "mac-address", value: WordBytes(host.mac.text)), .init(name: "address", value: address),
            .init(name: "to-address", value: address),
        ]
        attributes += request.attributes.filter { ["comment", "type"].contains($0.name) }
        _ = try self.add(CommandRequest("/ip/hotspot/ip-binding/add", attributes: attributes), in: .hotspotBinding)
    }

    /// ASSUMED: removing a host ends its session.
    private mutating func removeHost(_ id: RowID, now: Duration) {
        guard let host = self.hotspot.hosts.first(where: { $0.id == id }) else { return }
        if let session = self.hotspot.sessions.first(where: { $0.address == host.address }) {
            self.logOut(session.id, reason: .adminReset, now: now)
        }
        self.hotspot.hosts.removeAll { $0.id == id }
        self.note(.removed, id, in: Menu.hotspotHost.path)
    }
}
