/// How much of its time a voucher has left.
struct AdoptedTime {
    /// The login of one that is in use, nil of one that nobody has used; or why nothing is left of it.
    let use: Result<DesiredUser.Login?, AdoptionObstacle>
    /// How long access lasts from the first login on, by the clock, where the voucher says so.
    let accessSeconds: Int64?
    /// How long the guest may be online within that, where the voucher says both.
    let uptimeSecondsMaximum: Int64?

    /// Mikhmon marks what is over with this online time.
    private static let overSeconds: Int64 = 1

    /// Works it out.
    ///
    /// A validity, or a date in the comment, is when access ends, by the clock; an online time is used up in sessions within that. Where the
    /// online time is all that there is, it runs by the clock from now on for whoever has begun.
    ///
    /// - Parameters:
    ///   - user: the voucher.
    ///   - reading: its router.
    ///   - instance: what it becomes a coupon of.
    ///   - now: the time.
    init(of user: ObservedUser, _ reading: SurveyReading, instance: Instance, now: Timestamp) {
        let limit = user.uptimeSecondsMaximum
        let validity = reading.profile(of: user)?.validitySeconds
        accessSeconds = validity ?? (limit > 0 ? limit : nil)
        let sessions = reading.sessions(of: user)
        let end = reading.survey.end(in: user.comment)
        let isByClock = validity != nil || end != nil
        uptimeSecondsMaximum = isByClock && limit > 0 ? limit : nil
        let online = user.uptimeSeconds + (sessions.map(\.uptimeSeconds).max() ?? 0)
        if let end, end <= now {
            use = .failure(.expired(at: end))
        } else if limit == Self.overSeconds || (limit > 0 && online >= limit) {
            use = .failure(.timeUsedUp)
        } else if end == nil, online == 0, sessions.isEmpty, user.bytesIn == 0, user.bytesOut == 0 {
            use = user.macAddress == nil ? .success(nil) : .failure(.bound)
        } else {
            let addresses = Set(sessions.compactMap(\.macAddress))
            if addresses.count > Self.devices(of: instance) {
                use = .failure(.severalDevices(addresses.count))
                return
            }
            // Where nothing on the router says when it began: with the session that runs, or now.
            let began = sessions.map(\.uptimeSeconds).max().map { now - .seconds($0) } ?? now
            let endsAt =
                if let end {
                    end
                } else if limit > 0, !isByClock {
                    now + .seconds(limit - online)
                } else {
                    began + .seconds(validity ?? instance.sessionSeconds)
                }
            guard endsAt > now else {
                use = .failure(.expired(at: endsAt))
                return
            }
            // The login where the date tells it, and never later than what was used of the online time.
            let noted = end.flatMap { end in validity.map { end - .seconds($0) } }
            let at = min(noted ?? now, now - .seconds(online))
            let holder = user.macAddress ?? (addresses.count == 1 ? addresses.first : nil)
            use = .success(DesiredUser.Login(at: at, endsAt: endsAt, macAddress: holder))
        }
    }

    private static func devices(of instance: Instance) -> Int {
        if case .shared(let count) = instance.devicePolicy { count } else { 1 }
    }
}
