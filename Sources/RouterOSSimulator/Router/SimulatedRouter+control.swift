public import NIOCore

extension SimulatedRouter {
    // MARK: Looking

    /// The rows of a menu as a print would show them now, without the network and without being counted.
    ///
    /// - Parameter menu: for example `/ip/hotspot/user`.
    /// - Returns: names and values, in the table's order; nothing for a menu that does not exist.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func rows(of menu: String) async throws(SimulatedRouterError) -> [[String: String]] {
        try await self.onDevice { device in
            guard let menu = device.state.menu(menu) else { return [] }
            device.state.advance(to: device.now)
            return device.state.printedRows(of: menu, now: device.now, showsSecrets: true).map { row in
                Dictionary(row.fields.map { ($0.name, $0.value.text) }, uniquingKeysWith: { first, _ in first })
            }
        }
    }

    /// What the router was asked to do since it was started.
    ///
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func activity() async throws(SimulatedRouterError) -> SimulatedRouterActivity {
        try await self.onDevice { device in
            var activity = device.activity
            activity.configurationWrites = device.state.configurationWrites
            return activity
        }
    }

    /// Watches rows from now on.
    ///
    /// - Parameters:
    ///   - names: the names of rows, for example codes.
    ///   - menu: a menu with names. Default `/ip/hotspot/user`.
    /// - Returns: what tells, for each name, when no row of the menu bore it any more; at once for one that none bears.
    /// - Throws: ``SimulatedRouterError/stopped``; so does what is returned when the router stops first.
    public func watchUntilGone(
        _ names: [String],
        from menu: String = "/ip/hotspot/user"
    ) async throws(SimulatedRouterError) -> EventLoopFuture<[String: ContinuousClock.Instant]> {
        try await self.onDevice { device in
            device.whenGone(names, from: menu).flatMapErrorThrowing { _ in throw SimulatedRouterError.stopped }
        }
    }

    // MARK: Other people

    /// Another tool changes something: a command without the network.
    ///
    /// - Parameters:
    ///   - path: for example `/ip/hotspot/user/set`.
    ///   - attributes: names and values, for example `[".id": "*3", "comment": "mine"]`. Rows may be named by their name too.
    /// - Returns: what the command gave as `ret`: the id of a new row.
    /// - Throws: ``SimulatedRouterError/commandRefused(_:)`` with the router's text, or ``SimulatedRouterError/stopped``.
    @discardableResult
    public func edit(_ path: String, _ attributes: [String: String] = [:]) async throws(SimulatedRouterError) -> String?
    {
        try await self.editBytes(path, attributes.mapValues { Array($0.utf8) })
    }

    /// As ``edit(_:_:)``, with values that need not be UTF-8, such as a comment in windows-1252.
    ///
    /// - Parameters:
    ///   - path: for example `/ip/hotspot/user/set`.
    ///   - attributes: names and values.
    /// - Returns: what the command gave as `ret`.
    /// - Throws: ``SimulatedRouterError/commandRefused(_:)`` or ``SimulatedRouterError/stopped``.
    @discardableResult
    public func editBytes(
        _ path: String,
        _ attributes: [String: [UInt8]]
    ) async throws(SimulatedRouterError) -> String? {
        let request = CommandRequest(
            path,
            attributes: attributes.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: WordBytes($0.value)) }
        )
        let replies: [CommandReply] = try await self.onDevice { device in
            let context = CommandContext(account: SimulatedAccount(name: "tool", password: ""), now: device.now)
            guard case .replies(let replies) = device.state.execute(request, context) else { return [] }
            return replies
        }
        for case .trap(let message, _) in replies {
            throw .commandRefused(message)
        }
        guard case .done(let ret) = replies.last else { return nil }
        return ret?.text
    }

    /// Adds or replaces an administrator's account.
    ///
    /// Connections that are logged in keep what they have.
    ///
    /// - Parameter account: who, and what the account may do.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func setAccount(_ account: SimulatedAccount) async throws(SimulatedRouterError) {
        try await self.onDevice { device in
            device.state.setAccount(account)
        }
    }

    // MARK: Faults

    /// Changes what is wrong with the router.
    ///
    /// - Parameter change: gets the present faults to change.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func setFaults(
        _ change: @escaping @Sendable (inout SimulatedRouterFaults) -> Void
    ) async throws(SimulatedRouterError) {
        try await self.onDevice { device in
            var faults = device.faults
            change(&faults)
            device.setFaults(faults)
        }
    }

    /// Whether device-mode allows the hotspot.
    ///
    /// - Parameter isAllowed: false forbids logins; rows can still be added.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func setHotspotAllowed(_ isAllowed: Bool) async throws(SimulatedRouterError) {
        try await self.onDevice { $0.state.isHotspotAllowed = isAllowed }
    }

    /// Cuts every connection, while the router goes on.
    ///
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func dropConnections() async throws(SimulatedRouterError) {
        try await self.onDevice { device in
            for connection in device.connections {
                connection.channel.close(promise: nil)
            }
        }
    }

    // MARK: Clock

    /// Moves the clock forward; everything that was due happens, each thing at its moment.
    ///
    /// A script that fetches something is answered before the clock goes on, so that the network takes no simulated time.
    ///
    /// - Parameter duration: how far. Not negative.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func advanceClock(by duration: Duration) async throws(SimulatedRouterError) {
        let target = try await self.onDevice { $0.now + max(.zero, duration) }
        while true {
            let isThere = try await self.onDevice { $0.advance(towards: target) }
            try await self.scriptsAnswered()
            if isThere { return }
        }
    }

    /// How fast time passes.
    ///
    /// - Parameter speed: simulated seconds for each real one; 0 stands still.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func setClockSpeed(_ speed: Double) async throws(SimulatedRouterError) {
        try await self.onDevice { $0.clock.setSpeed(speed, real: $0.loop.now) }
    }

    /// Sets the router's clock wrong, or right, without time passing.
    ///
    /// - Parameter epochSeconds: seconds since 1970 that it shows now.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func setClock(epochSeconds: Int64) async throws(SimulatedRouterError) {
        try await self.onDevice { device in
            device.state.showClock(epochSeconds, now: device.now)
        }
    }

    /// Time servers say something else from now on, right or wrong, and the clock follows them at once.
    ///
    /// - Parameter epochSeconds: seconds since 1970 that they say now.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func setTimeServer(epochSeconds: Int64) async throws(SimulatedRouterError) {
        try await self.onDevice { device in
            device.state.rightClockAtZero = epochSeconds - device.now.components.seconds
            device.state.takeTimeServerAnswer(now: device.now)
        }
    }

    // MARK: Power

    /// Reboots: connections die, guests and the log are gone, users and what they used stay.
    ///
    /// - Throws: ``SimulatedRouterError/stopped``, or ``SimulatedRouterError/cannotListen(host:port:reason:)`` when the port was taken meanwhile.
    public func reboot() async throws(SimulatedRouterError) {
        try await self.powerOff(isClean: true)
        try await self.powerOn()
    }

    /// Cuts the power and gives it back: as a reboot, and what guests used in running sessions is lost.
    ///
    /// - Throws: ``SimulatedRouterError/stopped``, or ``SimulatedRouterError/cannotListen(host:port:reason:)`` when the port was taken meanwhile.
    public func powerCut() async throws(SimulatedRouterError) {
        try await self.powerOff(isClean: false)
        try await self.powerOn()
    }

    /// Switches off: connections die and nobody listens any more.
    ///
    /// - Parameter isClean: whether running sessions are booked before. Default false, as when the power goes.
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func powerOff(isClean: Bool = false) async throws(SimulatedRouterError) {
        let closed = self.loop.flatSubmit { [device, listener] in
            device.value.powerOff(isClean: isClean)
            return listener.value.close()
        }
        do {
            try await closed.get()
        } catch {
            throw .stopped
        }
    }

    /// Switches on again, on the same port.
    ///
    /// - Throws: ``SimulatedRouterError/cannotListen(host:port:reason:)`` when the port was taken meanwhile.
    public func powerOn() async throws(SimulatedRouterError) {
        let opened = self.loop.flatSubmit { [device, listener] in
            device.value.powerOn()
            return listener.value.open()
        }
        do {
            _ = try await opened.get()
        } catch {
            throw .cannotListen(host: self.host, port: self.port, reason: "\(error)")
        }
    }

    /// Does something on the router's event loop, and tells listeners what came of it.
    func onDevice<Value: Sendable>(
        _ action: @escaping @Sendable (RouterDevice) -> Value
    ) async throws(SimulatedRouterError) -> Value {
        do {
            return try await self.loop.submit { [device] in
                let value = action(device.value)
                device.value.state.runScripts(now: device.value.now)
                device.value.publish()
                device.value.flushAll()
                return value
            }.get()
        } catch {
            throw .stopped
        }
    }
}
