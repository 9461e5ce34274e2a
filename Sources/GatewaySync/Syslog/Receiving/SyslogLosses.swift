import GatewayDomain

/// Counts what was turned away, and says when to tell it: the first at once, what follows together and rarely.
struct SyslogLosses: Hashable, Sendable {
    /// Why something was turned away.
    enum Reason: String, Hashable, Sendable, CaseIterable {
        /// It came from an address that is no device's.
        case unknownSource = "it came from an address that is no device's; see device set --syslog-source"
        /// A line was longer than allowed.
        case tooLong = "it was longer than a line may be"
        /// A connection ended within a line.
        case cutOff = "the connection ended within it"
        /// The address sent more lines than it may.
        case tooMany = "the address sends more than it may"
        /// Lines came faster than they could be read.
        case queueFull = "lines came faster than they were read"
        /// The address has more connections open than it may, or all addresses together have.
        case tooManyConnections = "more connections are open than may be"
        /// A device was to be looked at more often than lines may ask for.
        case tooManyLooks = "lines ask for more looks at a device than they may; the next ordinary look makes up for it"

        /// How long nothing more is told of it.
        var interval: Duration {
            switch self {
            // Anybody who finds the port can be one.
            case .unknownSource: .seconds(3600)
            default: .seconds(60)
            }
        }
    }

    /// What was turned away for one reason since it was last told.
    struct Loss: Hashable, Sendable {
        /// Why.
        var reason: Reason
        /// How much.
        var count = 0
        /// The last address that it came from.
        var source: IPAddress?
    }

    private var losses: [Reason: Loss] = [:]
    private var toldAt: [Reason: Timestamp] = [:]

    /// Counts one more.
    mutating func note(_ reason: Reason, from source: IPAddress) {
        losses[reason, default: Loss(reason: reason)].count += 1
        losses[reason]?.source = source
    }

    /// What is to be told now, and counts from nothing from here on.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - isLast: whether everything is told, since nothing follows.
    /// - Returns: what was turned away, in the order of the reasons.
    mutating func take(at now: Timestamp, isLast: Bool = false) -> [Loss] {
        Reason.allCases.compactMap { reason in
            let isQuiet = toldAt[reason].map { now < $0 || $0 + reason.interval <= now } ?? true
            guard isLast || isQuiet, let loss = losses.removeValue(forKey: reason) else { return nil }
            toldAt[reason] = now
            return loss
        }
    }
}
