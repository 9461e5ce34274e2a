extension RouterState {
    /// Lets a guest in, or says why not.
    ///
    /// Both are logged in the exact words of a router.
    mutating func logIn(_ login: GuestLogin, now: Duration) throws(GuestLoginRefusal) {
        self.advance(to: now)
        if !self.isHotspotAllowed { throw .notAllowedByDeviceMode }
        let who = "\(login.user) (\(login.address.text))"
        self.writeLog("hotspot,info,debug", "\(who): trying to log in by \(login.method.rawValue)", now: now)
        do throws(GuestLoginRefusal) {
            try self.admit(login, now: now)
        } catch {
            self.writeLog("hotspot,info,debug", "\(who): login failed: \(login.wording(of: error))", now: now)
            if login.method == .macCookie {
                // A login by MAC cookie that fails takes the cookie with it (manual, HotSpot page).
                self.removeCookies { $0.mac == login.mac && $0.isMACCookie }
            }
            throw error
        }
        self.writeLog("hotspot,account,info,debug", "\(who): logged in", now: now)
        self.runLoginHook(of: login, now: now)
        self.runScripts(now: now)
    }

    private mutating func admit(_ login: GuestLogin, now: Duration) throws(GuestLoginRefusal) {
        guard let server = self.server(for: login.address) else { throw .noServer }
        guard let user = self.user(login.user, on: server), !user.isDisabled else { throw .invalidUser }
        if let proof = login.proof {
            guard proof.challenge.isAnswered(by: proof.answer, password: user.bytes("password") ?? "") else {
                throw .invalidUser
            }
        } else if let password = login.password, password != user.bytes("password") ?? "" {
            throw .invalidUser
        }
        let name = login.user.text
        if let bound = user.bytes("mac-address"), bound.text != login.mac.text { throw .wrongMAC(user: name) }
        if self.hotspot.sessions.contains(where: { $0.address == login.address }) {
            throw .alreadyLoggedIn(address: login.address.text)
        }
        let profile = self.profile(of: user)
        let sharedUsers = profile?.bytes("shared-users") ?? "1"
        let present = self.hotspot.sessions.count { $0.userRow == user.reference }
        if let maximum = Int(sharedUsers.text), present >= maximum { throw .sessionLimit(user: name) }
        let limits = try self.limits(for: user, profile: profile)
        let session = ActiveSession(
            address: login.address,
            mac: login.mac,
            server: server.reference,
            user: user,
            method: login.method,
            limits: limits,
            traffic: login.traffic,
            now: now
        )
        self.hotspot.sessions.append(session)
        self.note(.written, session.id, in: Menu.hotspotActive.path)
        self.seeHost(mac: login.mac, address: login.address, server: server.reference, now: now)
        self.remember(login, user: user, profile: profile, server: server, now: now)
    }

    /// The hotspot server that a guest's address belongs to: the one whose interface has an address of that network
    /// (manual, HotSpot page).
    ///
    /// ASSUMED: a guest whose address belongs to no network comes by the first server that is on.
    func server(for address: IPv4) -> TableRow? {
        let servers = (self.tables[Menu.hotspot.path]?.allRows() ?? []).filter { !$0.isDisabled }
        let addresses = (self.tables[Menu.ipAddress.path]?.allRows() ?? []).filter { !$0.isDisabled }
        let own = servers.first { server in
            addresses.contains { row in
                row.values["interface"] == server.values["interface"]
                    && row.bytes("address").flatMap { AddressRange($0.text) }?.contains(address) == true
            }
        }
        return own ?? servers.first
    }

    /// A user of this server, else one of all servers.
    ///
    /// ASSUMED: names are compared with case.
    private func user(_ name: WordBytes, on server: TableRow) -> TableRow? {
        let named = self.tables[Menu.hotspotUser.path]?.rows(named: name) ?? []
        return named.first { $0.values["server"] == .row(server.reference) }
            ?? named.first { $0.values["server"] == nil }
    }

    func profile(of user: TableRow) -> TableRow? {
        guard case .row(let reference) = user.values["profile"],
            let row = self.tables[Menu.hotspotUserProfile.path]?[reference.id], row.serial == reference.serial
        else { return nil }
        return row
    }

    /// What is left of the user's limits, which count all sessions together; 0 is no limit (manual, HotSpot page).
    private func limits(for user: TableRow, profile: TableRow?) throws(GuestLoginRefusal) -> SessionLimits {
        let name = user.bytes("name")?.text ?? ""
        let usage = user.usage
        var limits = SessionLimits()
        if let limit = Self.duration(user.bytes("limit-uptime")) {
            if usage.uptime >= limit { throw .uptimeLimit(user: name) }
            limits.uptimeLeft = limit - usage.uptime
        }
        let bytes: [(WritableKeyPath<SessionLimits, Int64?>, String, Int64)] = [
            (\.bytesInLeft, "limit-bytes-in", usage.bytesIn), (\.bytesOutLeft, "limit-bytes-out", usage.bytesOut),
            (\.bytesTotalLeft, "limit-bytes-total", usage.bytesIn + usage.bytesOut),
        ]
        for (path, property, used) in bytes {
            guard let limit = user.bytes(property).flatMap({ Int64($0.text) }), limit > 0 else { continue }
            if used >= limit { throw .trafficLimit(user: name) }
            limits[keyPath: path] = limit - used
        }
        limits.sessionTimeout = Self.duration(profile?.bytes("session-timeout"))
        limits.keepaliveTimeout = Self.duration(profile?.bytes("keepalive-timeout") ?? "2m")
        limits.idleTimeout = Self.duration(profile?.bytes("idle-timeout"))
        return limits
    }

    /// A time interval; nil for none, zero and words such as `none`.
    static func duration(_ value: WordBytes?) -> Duration? {
        guard let milliseconds = value.flatMap(DurationText.read), milliseconds > 0 else { return nil }
        return .milliseconds(milliseconds)
    }

    mutating func seeHost(mac: HardwareAddress, address: IPv4, server: RowReference?, now: Duration) {
        if let index = self.hotspot.hosts.firstIndex(where: { $0.mac == mac && $0.address == address }) {
            self.hotspot.hosts[index].silentSince = nil
            return
        }
        let id = RowID(self.hotspot.nextHostID)
        self.hotspot.nextHostID += 1
        self.hotspot.hosts.append(HotspotHost(id: id, mac: mac, address: address, server: server, seenAt: now))
        self.note(.written, id, in: Menu.hotspotHost.path)
    }

    /// Keeps a cookie when the server profile's `login-by` says so: by default `cookie,http-chap`, so no MAC cookie
    /// whatever the user profile says (manual, HotSpot page).
    private mutating func remember(
        _ login: GuestLogin,
        user: TableRow,
        profile: TableRow?,
        server: TableRow,
        now: Duration
    ) {
        if login.method == .cookie || login.method == .macCookie { return }
        let serverProfile = self.serverProfile(of: server)
        let methods = (serverProfile?.bytes("login-by") ?? "cookie,http-chap").commaSeparated()
        if methods.contains("cookie") {
            let lifetime = Self.duration(serverProfile?.bytes("http-cookie-lifetime") ?? "3d") ?? .seconds(259_200)
            self.addCookie(login, lifetime: lifetime, isMACCookie: false, now: now)
        }
        if methods.contains("mac-cookie"), profile?.bytes("add-mac-cookie") != "false" {
            let lifetime = Self.duration(profile?.bytes("mac-cookie-timeout") ?? "3d") ?? .seconds(259_200)
            self.addCookie(login, lifetime: lifetime, isMACCookie: true, now: now)
        }
    }

    func serverProfile(of server: TableRow) -> TableRow? {
        guard case .row(let reference) = server.values["profile"] else { return nil }
        return self.tables[Menu.hotspotProfile.path]?[reference.id]
    }

    /// ASSUMED: a new cookie takes the place of the guest's older one of the same kind.
    private mutating func addCookie(_ login: GuestLogin, lifetime: Duration, isMACCookie: Bool, now: Duration) {
        self.removeCookies { $0.mac == login.mac && $0.isMACCookie == isMACCookie }
        let cookie = HotspotCookie(
            id: RowID(self.hotspot.nextCookieID),
            user: login.user,
            mac: login.mac,
            expiresAt: now + lifetime,
            isMACCookie: isMACCookie
        )
        self.hotspot.nextCookieID += 1
        self.hotspot.cookies.append(cookie)
        self.note(.written, cookie.id, in: Menu.hotspotCookie.path)
    }

    mutating func removeCookies(where isMeant: (HotspotCookie) -> Bool) {
        for cookie in self.hotspot.cookies where isMeant(cookie) {
            self.note(.removed, cookie.id, in: Menu.hotspotCookie.path)
        }
        self.hotspot.cookies.removeAll(where: isMeant)
    }
}
