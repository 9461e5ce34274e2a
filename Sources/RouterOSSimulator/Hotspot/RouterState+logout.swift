extension RouterState {
    /// How long a silent device stays in the list of hosts: `idle-timeout` of the hotspot server, 5m by default.
    static let hostTimeout = Duration.seconds(300)

    mutating func endWhatIsDue(until now: Duration) {
        while let due = self.nextEnd(until: now) {
            // A session that ended is booked at the moment when it ended, not when somebody looked.
            self.logOut(due.id, reason: due.reason, now: due.at)
        }
        for host in self.hotspot.hosts {
            guard let silentSince = host.silentSince, silentSince + Self.hostTimeout <= now else { continue }
            self.hotspot.hosts.removeAll { $0.id == host.id }
            self.note(.removed, host.id, in: Menu.hotspotHost.path)
        }
        if self.hotspot.cookies.contains(where: { $0.expiresAt <= now }) {
            self.removeCookies { $0.expiresAt <= now }
        }
    }

    private func nextEnd(until now: Duration) -> (id: RowID, at: Duration, reason: LogoutReason)? {
        var next: (id: RowID, at: Duration, reason: LogoutReason)?
        for session in self.hotspot.sessions {
            guard let end = session.end, end.at <= now else { continue }
            if next.map({ end.at < $0.at }) ?? true { next = (session.id, end.at, end.reason) }
        }
        return next
    }

    /// Ends a session and books what it used with the user: only now, so a power cut loses it (field report of 2016;
    /// "updated at logout" in the v2.9 manual).
    mutating func logOut(_ id: RowID, reason: LogoutReason, now: Duration) {
        guard let index = self.hotspot.sessions.firstIndex(where: { $0.id == id }) else { return }
        let session = self.hotspot.sessions.remove(at: index)
        self.note(.removed, id, in: Menu.hotspotActive.path)
        let usage = session.usage(at: now)
        self.book(usage, with: session.userRow)
        if let host = self.hotspot.hosts.firstIndex(where: { $0.address == session.address }) {
            self.hotspot.hosts[host].silentSince = session.silentSince ?? now
        }
        switch reason {
        case .userRequest, .adminReset, .trafficLimit, .sessionTimeout:
            // A MAC cookie goes with these (manual, HotSpot page).
            self.removeCookies { $0.mac == session.mac && $0.isMACCookie }
        case .keepaliveTimeout, .idleTimeout, .shuttingDown:
            break
        }
        self.writeLog(
            "hotspot,account,info,debug",
            "\(session.user) (\(session.address.text)): logged out: \(reason.rawValue)",
            now: now
        )
        self.runLogoutHook(of: session, usage: usage, reason: reason, now: now)
    }

    private mutating func book(_ usage: UsageCounters, with user: RowReference) {
        // ASSUMED: the session of a user that was removed goes on, and its use is lost at the end.
        guard var row = self.tables[Menu.hotspotUser.path]?[user.id], row.serial == user.serial else { return }
        row.usage.uptime += usage.uptime
        row.usage.bytesIn += usage.bytesIn
        row.usage.bytesOut += usage.bytesOut
        row.usage.packetsIn += usage.packetsIn
        row.usage.packetsOut += usage.packetsOut
        self.tables[Menu.hotspotUser.path]?.update(row)
        self.note(.written, row.id, in: Menu.hotspotUser.path)
    }

    // MARK: Power

    /// Starts again: guests, hosts and the log are gone; users and cookies stay.
    ///
    /// ASSUMED: that cookies do.
    /// A clean start had time to book the sessions.
    /// ASSUMED: at a reboot by command it has, at a power cut it has not.
    mutating func restart(isClean: Bool, now: Duration) {
        self.advance(to: now)
        if isClean {
            for session in self.hotspot.sessions {
                self.logOut(session.id, reason: .shuttingDown, now: now)
            }
        }
        if !isClean { self.forgetWhatIsNotFlushed(now: now) }
        if !isClean { self.confirmDeviceMode(now: now) }
        self.deviceModeChange = nil
        self.saveClock(isClean: isClean, now: now)
        self.timeServerAnswersAt = nil
        self.flash = nil
        self.hotspot.sessions = []
        self.hotspot.hosts = []
        self.hotspot.challenges = [:]
        self.log = RouterLog()
        self.scripts.forgetAtReboot()
        self.apiSessions = [:]
        self.bootedAt = now
        self.writesAtBoot = self.configurationWrites
        _ = self.takeChanges()
    }
}
