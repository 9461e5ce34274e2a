import GatewayDomain
import Logging
import RouterOSAPI

@testable import GatewayStore
@testable import GatewaySync
@testable import RouterOSSimulator

/// What must be true when the troubles are over and everything was given time.
extension World {
    /// A login time that is counted back from a session's age is off by less.
    private static let tolerance = Duration.seconds(90)

    func pronounce() async {
        guard let record = judge.reading(disk, at: time.now) else { return }
        judgeRedemptions(record)
        judgeSessions(record)
        judgeDoubts(record)
        judgeScripts()
        await judgeDevices()
    }

    private func accuse(_ text: String) { judge.accuse(text, at: time.now) }

    private func site(_ number: Int) -> Site.ID { baseline.sites[number].id }

    // MARK: - Coupons

    private func judgeRedemptions(_ record: Judge.Record) {
        for code in ledger.sold.keys.sorted() {
            let logins = ledger.logins(of: code)
            guard let redemption = record.redemptions[code] else {
                if let trace = trace(of: code, logins) {
                    accuse("\(code) was redeemed, and is not on record: \(trace)")
                }
                continue
            }
            let first = logins.first {
                site($0.site) == redemption.site && baseline.places[$0.router].device == redemption.device
            }
            guard first != nil else {
                accuse("\(code) is on record at a router that never let it in")
                continue
            }
            guard let earliest = logins.first(where: { site($0.site) == redemption.site }) else { continue }
            let at = baseline.epoch + earliest.at
            // A router's clock that is wrong by less is taken for right, and what its log tells is believed.
            let isSlow = earliest.clockError < .zero && earliest.clockError >= .zero - Self.tolerance
            if redemption.at < at - (isSlow ? Self.tolerance : .seconds(10)) {
                accuse("\(code) was redeemed \((at - redemption.at).components.seconds) s later than its record says")
            }
            if let mac = redemption.mac, !logins.contains(where: { $0.mac == mac && site($0.site) == redemption.site })
            {
                accuse("\(code) is on record for a device that never used it")
            }
            judgeHolder(of: code, redemption, logins)
        }
        for code in record.redemptions.keys where ledger.logins(of: code).isEmpty {
            accuse("\(code) is on record, and nobody used it")
        }
        for (code, reports) in Dictionary(grouping: record.reports, by: \.user) {
            let owners = reports.filter { ["redeemed", "late"].contains($0.meaning) }
            if owners.count > 1 { accuse("\(code) is redeemed \(owners.count) times") }
        }
    }

    /// A coupon of one device at a time is held by one that used it, and changes hands only as its instance allows.
    private func judgeHolder(of code: String, _ redemption: Judge.Record.Redemption, _ logins: [Ledger.Login]) {
        guard let sold = ledger.sold[code], let holder = redemption.holder else { return }
        if !logins.contains(where: { $0.mac == holder && site($0.site) == redemption.site }) {
            accuse("\(code) is held by \(holder), which never used it")
        }
        guard sold.instance.devicePolicy == .firstDevice, sold.releasedAt.isEmpty, let first = redemption.mac,
            first != holder
        else { return }
        accuse("\(code) went from \(first) to \(holder), and nobody freed it")
    }

    /// What must have told the gateway that a coupon was used, or nil when every trace is gone.
    private func trace(of code: String, _ logins: [Ledger.Login]) -> String? {
        if let login = logins.first(where: \.isAcknowledged) { return "the gateway answered for login \(login.number)" }
        if judge.clearedCodes.contains(code) { return "its counters were removed by the gateway" }
        if let login = logins.first(where: \.wasCleared) { return "the gateway ended login \(login.number)" }
        for router in routers {
            let line = "\(code) ("
            if router.state.log.visible.contains(where: { entry in
                let message = entry.message.text
                return message.contains(line) && message.hasSuffix(": logged in")
            }) {
                return "there is a line in the log of \(router.host)"
            }
            if router.state.hotspot.sessions.contains(where: { $0.user.text == code }) {
                return "there is a session on \(router.host)"
            }
            for row in router.state.tables["/ip/hotspot/user"]?.rows(named: WordBytes(code)) ?? [] {
                if row.usage.uptime > .zero { return "there are counters on \(router.host)" }
                if row.bytes("comment")?.text.contains(" r=") == true { return "there is a mark on \(router.host)" }
            }
        }
        return nil
    }

    // MARK: - Sessions

    /// Each login is one session, and no session is without a login.
    private func judgeSessions(_ record: Judge.Record) {
        for report in record.reports {
            let isTrue = ledger.logins.contains { login in
                login.code == report.user && baseline.places[login.router].device == report.device
                    && (report.mac == nil || report.mac == login.mac)
            }
            if !isTrue { accuse("a report of \(report.user) tells of a login that never was (\(report.source))") }
        }
        var counts: [Int: Int] = [:]
        var found: [Int: Judge.Record.Session] = [:]
        var undated: [Judge.Record.Session] = []
        for session in record.sessions {
            guard let login = login(of: session) else {
                undated.append(session)
                continue
            }
            counts[login.number] = 1
            guard let other = found[login.number] else {
                found[login.number] = session
                continue
            }
            // The one that is nearer to it; the other one may be of an earlier login of which somebody told just then.
            let begun = baseline.epoch + login.at
            func gap(_ session: Judge.Record.Session) -> Duration {
                session.startedAt < begun ? begun - session.startedAt : session.startedAt - begun
            }
            let isNearer = gap(session) < gap(other)
            if isNearer { found[login.number] = session }
            undated.append(isNearer ? other : session)
        }
        // Of a login whose time nobody knows the beginning on record is when it was told.
        for session in undated.sorted(by: { $0.startedAt < $1.startedAt }) {
            let earlier = logins(like: session).filter { baseline.epoch + $0.at <= session.startedAt }
            guard let login = earlier.last(where: { counts[$0.number] == nil }) ?? earlier.last else {
                let start = Chronicle.clock(session.startedAt - baseline.epoch - beginning)
                accuse(
                    "a session of \(session.user) (\(session.mac ?? "?")), begun \(start), is no login that ever was"
                )
                continue
            }
            counts[login.number, default: 0] += 1
            found[login.number] = session
        }
        for login in ledger.logins {
            if let session = found[login.number] { judgeEnd(of: login, session) }
            let count = counts[login.number] ?? 0
            if count > 1 { accuse("login \(login.number) of \(login.code) is \(count) sessions") }
            guard count == 0 else { continue }
            // One whose time nobody can tell any more may be taken for another stay of the same guest there.
            let hasOther = found.keys.contains { number in
                let other = ledger.logins[number]
                return other.code == login.code && other.mac == login.mac && other.router == login.router
            }
            if login.isAcknowledged, !hasOther {
                accuse("the gateway answered for login \(login.number), and has no session")
            }
            if login.wasCleared { accuse("the gateway ended login \(login.number), and has no session") }
            if login.endedAt == nil { accuse("login \(login.number) is in, and has no session") }
        }
    }

    /// Nobody is said to be in who has gone, nor to have gone who is in.
    private func judgeEnd(of login: Ledger.Login, _ session: Judge.Record.Session) {
        guard let endedAt = login.endedAt else {
            if session.endedAt != nil { accuse("login \(login.number) is in, and its session is said to be over") }
            return
        }
        // Everybody has been looked at once since then.
        guard endedAt < time.now - .seconds(2400), session.endedAt == nil else { return }
        accuse("login \(login.number) is over, and its session is not")
    }

    /// The logins that a session on record may be of: those of that guest and name there.
    private func logins(like session: Judge.Record.Session) -> [Ledger.Login] {
        ledger.logins(of: session.user).filter { login in
            baseline.places[login.router].device == session.device && (session.mac == nil || session.mac == login.mac)
        }
    }

    /// The login that began when a session on record did, or nil.
    private func login(of session: Judge.Record.Session) -> Ledger.Login? {
        let startedAt = session.startedAt - baseline.epoch
        func distance(_ login: Ledger.Login) -> Duration {
            login.at < startedAt ? startedAt - login.at : login.at - startedAt
        }
        return logins(like: session).filter { distance($0) <= Self.tolerance }.min { distance($0) < distance($1) }
    }

    private func judgeDoubts(_ record: Judge.Record) {
        for doubt in judge.doubts where record.redemptions[doubt.code]?.site == site(doubt.site) {
            judge.accuse("\(doubt.what), inside the session of its owner", at: doubt.at)
        }
    }

    /// No script that the gateway ships ends with an error.
    private func judgeScripts() {
        for router in routers {
            for entry in router.state.log.visible
            where entry.topics.contains("script") && entry.topics.contains("error") {
                accuse("a script of \(router.host) failed: \(entry.message.text)")
            }
        }
    }

    // MARK: - Devices

    /// Every device is as it should be: a full plan is empty.
    private func judgeDevices() async {
        for router in routers {
            let device = baseline.places[router.number].device
            do {
                var observed = try await Observer(
                    connection: router.connect(&dice),
                    gateway: baseline.identity.gateway,
                    configuration: Baseline.configuration,
                    logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() },
                    now: { [baseline, time] in baseline.epoch + time.now }
                ).everything()
                observed.managedUserCount = observed.managedUsers(of: baseline.identity.gateway)
                let desired = try await desk.desiredState(for: device, scope: .everything, now: now)
                let plan = Planner.plan(desired: desired, observed: observed, limits: PlannerLimits())
                if !plan.isEmpty {
                    accuse("\(router.host) is not as it should be: \(plan.operations.count) operations")
                }
            } catch {
                accuse("\(router.host) cannot be compared: \(error)")
            }
        }
    }
}
