extension SimulatedRouter {
    /// A guest logs in, as through the login page or `/ip/hotspot/active/login`.
    ///
    /// - Parameters:
    ///   - user: the user's name.
    ///   - password: the password, compared with case.
    ///   - mac: the MAC address of the guest's device.
    ///   - address: the address of the guest's device, for example 10.5.50.20.
    ///   - traffic: what the guest moves from now on. Default nil, as in the configuration.
    /// - Throws: ``SimulatedRouterError/guestRefused(_:)`` with the login page's text, ``SimulatedRouterError/invalidAddress(_:)``, or
    ///   ``SimulatedRouterError/stopped``.
    public func loginGuest(
        user: String,
        password: String,
        mac: String,
        address: String,
        traffic: GuestTraffic? = nil
    ) async throws(SimulatedRouterError) {
        try await self.login(user: user, password: password, mac, address, method: .httpCHAP, traffic)
    }

    /// A guest comes back without typing anything, by a cookie.
    ///
    /// - Parameters:
    ///   - mac: the MAC address of the guest's device.
    ///   - address: the address of the guest's device.
    ///   - traffic: what the guest moves from now on. Default nil, as in the configuration.
    /// - Returns: the user's name.
    /// - Throws: ``SimulatedRouterError/guestRefused(_:)`` also when there is no cookie.
    @discardableResult
    public func returnGuest(
        mac: String,
        address: String,
        traffic: GuestTraffic? = nil
    ) async throws(SimulatedRouterError) -> String {
        guard let hardware = HardwareAddress(mac) else { throw .invalidAddress(mac) }
        let cookie = try await self.onDevice { device in
            device.state.advance(to: device.now)
            return device.state.hotspot.cookies.first { $0.mac == hardware }
        }
        guard let cookie else { throw .guestRefused("no cookie") }
        let method: GuestLoginMethod = cookie.isMACCookie ? .macCookie : .cookie
        try await self.login(user: cookie.user.text, password: nil, mac, address, method: method, traffic)
        return cookie.user.text
    }

    /// A guest logs out by the button of the status page.
    ///
    /// Nothing happens when nobody is logged in there.
    ///
    /// - Parameter address: the address of the guest's device.
    /// - Throws: ``SimulatedRouterError/invalidAddress(_:)`` or ``SimulatedRouterError/stopped``.
    public func logoutGuest(address: String) async throws(SimulatedRouterError) {
        try await self.onGuest(address) { device, id in
            device.state.logOut(id, reason: .userRequest, now: device.now)
        }
    }

    /// A guest's device goes out of reach: the router notices after `keepalive-timeout`.
    ///
    /// - Parameter address: the address of the guest's device.
    /// - Throws: ``SimulatedRouterError/invalidAddress(_:)`` or ``SimulatedRouterError/stopped``.
    public func loseGuest(address: String) async throws(SimulatedRouterError) {
        try await self.onGuest(address) { device, id in
            guard let index = device.state.hotspot.sessions.firstIndex(where: { $0.id == id }) else { return }
            device.state.hotspot.sessions[index].goSilent(now: device.now)
        }
    }

    /// A guest moves data at once, besides the steady traffic.
    ///
    /// - Parameters:
    ///   - address: the address of the guest's device.
    ///   - bytesIn: bytes that the guest sends.
    ///   - bytesOut: bytes that the guest receives.
    /// - Throws: ``SimulatedRouterError/invalidAddress(_:)`` or ``SimulatedRouterError/stopped``.
    public func moveGuestData(address: String, bytesIn: Int64, bytesOut: Int64) async throws(SimulatedRouterError) {
        try await self.onGuest(address) { device, id in
            guard let index = device.state.hotspot.sessions.firstIndex(where: { $0.id == id }) else { return }
            device.state.hotspot.sessions[index].move(bytesIn: bytesIn, bytesOut: bytesOut, now: device.now)
        }
    }

    private func login(
        user: String,
        password: String?,
        _ mac: String,
        _ address: String,
        method: GuestLoginMethod,
        _ traffic: GuestTraffic?
    ) async throws(SimulatedRouterError) {
        guard let hardware = HardwareAddress(mac) else { throw .invalidAddress(mac) }
        guard let ip = IPv4(address) else { throw .invalidAddress(address) }
        let refusal: GuestLoginRefusal? = try await self.onDevice { device in
            let login = GuestLogin(
                user: WordBytes(user),
                password: password.map { WordBytes($0) },
                address: ip,
                mac: hardware,
                method: method,
                traffic: traffic ?? device.state.traits.defaultTraffic
            )
            do throws(GuestLoginRefusal) {
                try device.state.logIn(login, now: device.now)
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw .guestRefused(refusal.text) }
    }

    private func onGuest(
        _ address: String,
        _ action: @escaping @Sendable (RouterDevice, RowID) -> Void
    ) async throws(SimulatedRouterError) {
        guard let ip = IPv4(address) else { throw .invalidAddress(address) }
        try await self.onDevice { device in
            device.state.advance(to: device.now)
            action(device, RowID(ip.number))
        }
    }
}
