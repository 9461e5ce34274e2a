extension RouterEvent {
    /// How far an event may lie in the past for its time to be believed: nobody keeps one for longer.
    private static let longestDelay = Duration.seconds(366 * 86_400)
    /// How far two readings of one clock, the later one first, may run backwards: a time server sets it step by step.
    private static let clockStep: Int64 = 5

    /// The event, if it is one of this device.
    ///
    /// - Parameter device: the device that the token belongs to.
    /// - Returns: ``RouterEventProblem/otherDevice`` when the event says that it comes from another one.
    public func checked(_ device: Device.ID) -> Result<RouterEvent, RouterEventProblem> {
        self.device ?? device == device ? .success(self) : .failure(.otherDevice)
    }

    /// How far the router's clock is ahead of ours, in seconds; nil when it did not tell what it shows.
    ///
    /// - Parameter receivedAt: when the event arrived.
    /// - Returns: negative when it is behind.
    public func clockErrorSeconds(at receivedAt: Timestamp) -> Int64? {
        clock.map { $0 - receivedAt.seconds }
    }

    /// When it happened, by our clock; nil when nothing that can be believed is known.
    ///
    /// How long ago it was is the difference of two readings of the router's clock, right or wrong: that is taken off the time of
    /// arrival. Where the clock was set in between (a reboot, a time server that answered), the difference means nothing, and the
    /// time is taken as it stands where it can be true.
    ///
    /// A router that also tells how long it had been on, then and now, lets a set clock be noticed: then nobody knows when it was, and
    /// no guess takes its place. A login that is dated too early would end the guest's access too early.
    ///
    /// - Parameter receivedAt: when the event arrived.
    /// - Returns: the time.
    public func happenedAt(receivedAt: Timestamp) -> Timestamp? {
        guard let time else { return nil }
        if let routerUptime, let routerUptimeNow {
            let delay = routerUptimeNow - routerUptime
            guard let clock, delay >= 0, .seconds(delay) <= Self.longestDelay,
                (clock - time - delay).magnitude <= Self.clockStep
            else { return nil }
            return receivedAt - .seconds(delay)
        }
        if let clock {
            let delay = clock - time
            if delay >= -Self.clockStep, .seconds(delay) <= Self.longestDelay {
                return receivedAt - .seconds(max(0, delay))
            }
        }
        let stated = Timestamp(seconds: time)
        guard stated >= receivedAt - Self.longestDelay, stated <= receivedAt + CouponRules.clockTolerance else {
            return nil
        }
        return min(stated, receivedAt)
    }

    /// What identifies the event for its router, the same whenever it is sent again; nil when the router gave nothing to tell it by.
    ///
    /// Without a number, two devices of guests may log in with one name in the same second.
    public var reference: String? {
        guard number != nil || time != nil else { return nil }
        let text = "\(event.rawValue) \(number ?? "-") \(time.map(String.init) ?? "-")"
        guard number == nil, let guest = macAddress ?? address else { return text }
        return "\(text) \(guest)"
    }

    /// What is recorded of it.
    ///
    /// - Parameters:
    ///   - device: the router that sent it.
    ///   - site: where that stands.
    ///   - receivedAt: when it arrived.
    /// - Returns: the report.
    public func report(from device: Device.ID, at site: Site.ID, receivedAt: Timestamp) -> RedemptionReport {
        var report = RedemptionReport(source: .script, device: device, site: site, user: user, observedAt: receivedAt)
        let happenedAt = happenedAt(receivedAt: receivedAt)
        report.event = event
        report.reference = reference
        report.clockErrorSeconds = clockErrorSeconds(at: receivedAt)
        report.macAddress = macAddress
        report.address = address
        report.uptimeSeconds = uptimeSeconds
        report.bytesIn = bytesIn
        report.bytesOut = bytesOut
        switch event {
        case .login:
            report.loginAt = happenedAt
        case .logout:
            report.endedAt = happenedAt
            report.endCause = cause
            // Where nobody knows when the end was, nobody knows when the beginning was.
            if let happenedAt, let uptimeSeconds { report.loginAt = happenedAt - .seconds(uptimeSeconds) }
        }
        return report
    }
}
