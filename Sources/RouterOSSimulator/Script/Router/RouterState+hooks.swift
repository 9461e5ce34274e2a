/// `on-login` and `on-logout` of a user profile.
extension RouterState {
    /// Hooks may do so much (manual, tips and tricks: "netwatch, ppp on-event, and similar hooks, which are limited to …").
    ///
    /// ASSUMED: those of the hotspot too.
    private static let hookPolicies: Set<SimulatedAccount.Policy> = [.read, .write, .test, .reboot]

    /// Variables: manual, HotSpot page.
    mutating func runLoginHook(of login: GuestLogin, now: Duration) {
        guard let session = self.hotspot.sessions.last(where: { $0.address == login.address }) else { return }
        self.runHook("on-login", of: session, self.variables(of: session), now: now)
    }

    mutating func runLogoutHook(of session: ActiveSession, usage: UsageCounters, reason: LogoutReason, now: Duration) {
        var variables = self.variables(of: session)
        // ASSUMED: the words of the log; no source has the list of causes.
        variables["cause"] = .text(reason.rawValue)
        // From 6.34rc11 (manual, HotSpot page).
        if self.features.givesUsageToHooks {
            variables["uptime-secs"] = .number(usage.uptime.components.seconds)
            variables["bytes-in"] = .number(usage.bytesIn)
            variables["bytes-out"] = .number(usage.bytesOut)
            variables["bytes-total"] = .number(usage.bytesIn + usage.bytesOut)
            variables["packets-in"] = .number(usage.packetsIn)
            variables["packets-out"] = .number(usage.packetsOut)
            variables["packets-total"] = .number(usage.packetsIn + usage.packetsOut)
        }
        self.runHook("on-logout", of: session, variables, now: now)
    }

    /// ASSUMED: names and MAC addresses are texts, also those of digits only; the address is an address.
    private func variables(of session: ActiveSession) -> [String: ScriptValue] {
        let server = session.server.flatMap { self.tables[Menu.hotspot.path]?[$0.id] }
        return [
            "user": .string(session.user), "username": .string(session.user), "address": .address(session.address),
            "mac-address": .text(session.mac.text), "interface": .string(server?.bytes("interface") ?? ""),
        ]
    }

    /// ASSUMED: a hook sees the global variables of no user, and runs once the guest is in, or out.
    private mutating func runHook(
        _ name: String,
        of session: ActiveSession,
        _ variables: [String: ScriptValue],
        now: Duration
    ) {
        guard let user = self.tables[Menu.hotspotUser.path]?[session.userRow.id], user.serial == session.userRow.serial,
            let event = self.profile(of: user)?.bytes(name)
        else { return }
        self.runEvent(
            event,
            variables: variables,
            account: SimulatedAccount(name: "", password: "", policies: Self.hookPolicies),
            origin: .hotspot,
            now: now
        )
    }
}
