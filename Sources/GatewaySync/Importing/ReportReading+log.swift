import GatewayDomain

extension ReportReading {
    /// What the router's own log tells of guests of ours.
    ///
    /// It tells no MAC address: where a session or a mark is of the same login, it is taken from there.
    ///
    /// - Parameters:
    ///   - observed: what was read.
    ///   - device: the device.
    ///   - gateway: whose rows count as ours.
    ///   - now: when it was read.
    /// - Returns: the reports in the order in which the lines were written.
    static func logReports(
        in observed: ObservedState,
        device: Device,
        gateway: GatewayID,
        now: Timestamp
    ) -> [RedemptionReport] {
        // Without the router's clock, what the times are worth is unknown, but not what happened.
        var times = RouterLogTimes(clock: observed.facts.clock ?? RouterTime(aheadSeconds: 0, readAt: now))
        let isTimed = observed.facts.clock != nil
        let foreign = foreignNames(in: observed, gateway: gateway)
        let places = LoginPlaces(observed, gateway: gateway, now: now)
        var logins: [LogGuest: String] = [:]
        var reports: [RedemptionReport] = []
        for (entry, moment) in zip(observed.log, times.moments(of: observed.log)) {
            let line = entry.line
            guard let moment, !line.user.isEmpty, observed.scope.contains(line.user), !foreign.contains(line.user)
            else { continue }
            let guest = LogGuest(user: line.user, address: line.address)
            let login = "in \(moment.shown.seconds) \(line.address)"
            if line.event == .loggedIn { logins[guest] = login }
            let time = isTimed ? moment.ours ?? places.time(of: line, shown: moment.shown) : nil
            // Of a guest who is in, the list of guests tells more than a line of which nobody knows when it was written.
            guard time != nil || !places.isIn(line.user) else { continue }
            var report = blank(.routerLog, user: line.user, device: device, now: now)
            report.address = line.address
            report.clockErrorSeconds = observed.facts.clockAheadSeconds
            report.notBefore = observed.facts.clock?.bootedAt
            switch line.event {
            case .loggedIn:
                report.loginAt = time
                report.macAddress = time.flatMap { places.macAddress(of: line, at: $0) }
                report.reference = login
            case .loggedOut(let reason):
                report.event = .logout
                report.endedAt = time
                report.endCause = reason.isEmpty ? nil : reason
                report.reference = "out \(moment.shown.seconds) \(line.address)"
                report.loginReference = logins.removeValue(forKey: guest)
            case .trying, .loginFailed:
                continue
            }
            reports.append(report)
        }
        return reports
    }

    /// Names of users that others put on the router: a line does not tell by which hotspot server a guest got in.
    private static func foreignNames(in observed: ObservedState, gateway: GatewayID) -> Set<String> {
        Set(observed.users.lazy.filter { $0.mark?.gateway != gateway }.map(\.name))
    }
}

/// Somebody at an address, as lines tell them apart.
private struct LogGuest: Hashable {
    let user: String
    let address: String
}

/// Who logged in when and with which device, as sessions and marks tell.
private struct LoginPlaces {
    private struct Login {
        var at: Timestamp
        var macAddress: String?
        /// Nil where it is not told.
        var address: String?
        var isSession: Bool
        /// By the router's own clock, as its script noted it.
        var noted: Timestamp?
    }

    /// How long after a login its mark may be written.
    private static let writing = Duration.seconds(5)

    private var logins: [String: [Login]] = [:]

    init(_ observed: ObservedState, gateway: GatewayID, now: Timestamp) {
        for session in observed.sessions {
            logins[session.user, default: []].append(
                Login(
                    at: now - .seconds(session.uptimeSeconds),
                    macAddress: session.macAddress,
                    address: session.address,
                    isSession: true
                )
            )
        }
        for user in observed.users {
            guard let mark = user.mark, mark.gateway == gateway,
                mark.tellsLogin, let login = ReportReading.login(of: mark, on: observed.facts)
            else { continue }
            logins[user.name, default: []].append(
                Login(at: login, macAddress: mark.macAddress, address: nil, isSession: false, noted: mark.loginAt)
            )
        }
    }

    func isIn(_ user: String) -> Bool { logins[user]?.contains(where: \.isSession) ?? false }

    /// When somebody logged in of whom a mark was made by the same clock at the same time; marks can be checked by the router's age.
    func time(of line: HotspotLogLine, shown: Timestamp) -> Timestamp? {
        guard line.event == .loggedIn else { return nil }
        return logins[line.user]?.first { login in
            guard let noted = login.noted else { return false }
            return noted - shown <= Self.writing && shown - noted <= Self.writing
        }?.at
    }

    /// The device that logged in: a session's address tells it apart, while a mark and a line of one login were written by the same clock
    /// at the same time.
    func macAddress(of line: HotspotLogLine, at time: Timestamp) -> String? {
        logins[line.user]?.first { login in
            let distance = login.at < time ? time - login.at : login.at - time
            guard login.isSession else { return distance <= Self.writing }
            return distance <= RouterTime.tolerance && login.address == line.address
        }?.macAddress
    }
}
