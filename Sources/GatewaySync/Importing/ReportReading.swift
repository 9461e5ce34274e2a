import GatewayDomain

/// Finds the logins that a reading of a device tells about.
///
/// One login may show in several places at once. Those that tell the most come first, since the first recorded report owns the
/// coupon: a session names the guest's device, a mark of the router's script may, counters never do.
enum ReportReading {
    /// The reports of a reading.
    ///
    /// - Parameters:
    ///   - observed: what was read.
    ///   - device: the device.
    ///   - gateway: whose rows count as ours; guests of foreign users are nobody's business.
    ///   - now: when it was read.
    /// - Returns: the reports, those that tell the most first.
    static func reports(
        in observed: ObservedState,
        device: Device,
        gateway: GatewayID,
        now: Timestamp
    ) -> [RedemptionReport] {
        // Somebody else's user may bear the same name on another hotspot server; its guests are not ours.
        var servers: [String: [String?]] = [:]
        for user in observed.users {
            guard user.mark?.gateway == gateway else { continue }
            servers[user.name, default: []].append(user.server)
        }
        let foreign = Set(observed.users.map(\.name)).subtracting(servers.keys)
        // A guest stays in when somebody removed the user; whose name it is the record knows. Of several the first to come is
        // told first: the coupon is theirs.
        let sessions = observed.sessions.filter { session in
            servers[session.user]?.contains(where: session.isServed(by:)) ?? !foreign.contains(session.user)
        }
        .sorted { ($0.uptimeSeconds, $1.id) > ($1.uptimeSeconds, $0.id) }
        .map { report(of: $0, source: .activeList, device: device, now: now) }
        var reports = merged(logReports(in: observed, device: device, gateway: gateway, now: now), sessions)
        for user in observed.users {
            guard let mark = user.mark, mark.gateway == gateway else { continue }
            if mark.hasLogin {
                var report = blank(.comment, user: user.name, device: device, now: now)
                // Also one whose time somebody spoilt tells that there was one.
                report.loginAt = login(of: mark, on: observed.facts)
                report.reference = "r=\(mark.loginAt.map { String($0.seconds) } ?? "")"
                report.clockErrorSeconds = observed.facts.clockAheadSeconds
                report.macAddress = mark.macAddress
                if !mark.tellsLogin { report.restatedCoupon = mark.subject }
                reports.append(report)
            }
            if user.uptimeSeconds > 0 || user.bytesIn > 0 || user.bytesOut > 0 {
                var report = blank(.counters, user: user.name, device: device, now: now)
                report.uptimeSeconds = user.uptimeSeconds
                report.bytesIn = user.bytesIn
                report.bytesOut = user.bytesOut
                reports.append(report)
            }
        }
        return reports
    }

    /// Puts sessions among the lines of the log, so that what happened first is told first.
    ///
    /// The log tells things in their order, and comes before the session of the same login; but a line may be missing, or be one that nobody
    /// can date, and then only the session tells of who came before the others.
    private static func merged(_ lines: [RedemptionReport], _ sessions: [RedemptionReport]) -> [RedemptionReport] {
        var merged: [RedemptionReport] = []
        var rest = sessions[...]
        for line in lines {
            if let time = line.loginAt ?? line.endedAt {
                let earlier = rest.prefix { ($0.loginAt ?? time) < time - clockNoise }
                merged += earlier
                rest = rest.dropFirst(earlier.count)
            }
            merged.append(line)
        }
        return merged + rest
    }

    /// What reading a clock and an age of whole seconds over a network may be off by.
    private static let clockNoise = Duration.seconds(5)

    /// When the guest logged in whom a mark tells of, by our clock; nil when nobody can tell what the router's clock was worth then.
    static func login(of mark: OwnershipMark, on facts: DeviceFacts) -> Timestamp? {
        guard let noted = mark.loginAt else { return nil }
        guard let clock = facts.clock else { return noted }
        if mark.isTimeVouchedFor, noted <= clock.readAt + RouterTime.tolerance { return min(noted, clock.readAt) }
        if let uptime = mark.uptimeSeconds, let bootedAt = clock.bootedAt {
            // A clock that was put right since, or a router that was started again, contradicts the mark.
            guard let moment = clock.ours(noted) else { return nil }
            let difference = moment - .seconds(uptime) - bootedAt
            return difference <= clockNoise && .zero - difference <= clockNoise ? moment : nil
        }
        return clock.login(notedAt: noted)
    }

    /// The report of one session.
    ///
    /// The login time is counted back from now by the session's age, so the router's own clock does not matter.
    static func report(
        of session: ObservedSession,
        source: RedemptionReport.Source,
        device: Device,
        now: Timestamp
    ) -> RedemptionReport {
        var report = blank(source, user: session.user, device: device, now: now)
        report.macAddress = session.macAddress
        report.address = session.address
        report.loginAt = session.startedAt ?? now - .seconds(session.uptimeSeconds)
        report.uptimeSeconds = session.uptimeSeconds
        report.bytesIn = session.bytesIn
        report.bytesOut = session.bytesOut
        return report
    }

    /// Who or what ended a session that was seen before.
    enum End {
        /// Nobody knows; the router says that it is gone.
        case unknown
        /// We did, on the router.
        case gateway
    }

    /// The report of the end of a session that was seen before.
    ///
    /// - Parameters:
    ///   - session: the session as it was last seen.
    ///   - end: who or what ended it.
    ///   - device: the device.
    ///   - now: when it ended.
    /// - Returns: the report, with the session's last known figures.
    static func end(of session: ObservedSession, by end: End, device: Device, now: Timestamp) -> RedemptionReport {
        var report = report(of: session, source: .listen, device: device, now: now)
        report.event = .logout
        report.endedAt = now
        switch end {
        case .unknown:
            // It may have gone on for a while since it was seen.
            if let startedAt = session.startedAt {
                report.uptimeSeconds = max(session.uptimeSeconds, (now - startedAt).components.seconds)
            }
        case .gateway:
            // What the router writes into its log of such an end.
            report.endCause = "admin reset"
        }
        return report
    }

    static func blank(
        _ source: RedemptionReport.Source,
        user: String,
        device: Device,
        now: Timestamp
    ) -> RedemptionReport {
        RedemptionReport(source: source, device: device.id, site: device.site, user: user, observedAt: now)
    }
}
