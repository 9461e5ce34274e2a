import GatewayDomain

/// Decides which lines and connections come in, and holds the lines until somebody reads them.
///
/// Everything in it is bounded by what is known: the addresses of devices. What comes from elsewhere leaves a number behind, no more.
struct SyslogGate: Sendable {
    private let configuration: SyslogConfiguration
    /// Who sends from where.
    private(set) var sources = SyslogSources()
    private var buckets: [IPAddress: TokenBucket] = [:]
    private var connections: [IPAddress: Int] = [:]
    private var connectionCount = 0
    private var lines: [SyslogLine] = []
    /// What was turned away.
    var losses = SyslogLosses()

    /// Knows nobody yet.
    init(_ configuration: SyslogConfiguration) {
        self.configuration = configuration
    }

    /// Says anew who sends from where.
    mutating func set(_ sources: SyslogSources) {
        // The bucket of an address is as large as the number of its devices.
        buckets = buckets.filter { sources.count(behind: $0.key) == self.sources.count(behind: $0.key) }
        self.sources = sources
    }

    /// Takes a line, or notes why not.
    ///
    /// - Parameters:
    ///   - bytes: the line.
    ///   - source: from where it came.
    ///   - now: the time.
    mutating func offer(_ bytes: [UInt8], from source: IPAddress, at now: Timestamp) {
        guard bytes.count <= configuration.lineBytesMaximum else { return lose(.tooLong, from: source) }
        let devices = sources.count(behind: source)
        guard devices > 0 else { return losses.note(.unknownSource, from: source) }
        let rate = configuration.linesPerDevicePerMinute * min(devices, 1000)
        guard buckets[source, default: TokenBucket(perMinute: rate, at: now)].take(at: now) == nil else {
            return losses.note(.tooMany, from: source)
        }
        guard lines.count < configuration.queueLinesMaximum else { return losses.note(.queueFull, from: source) }
        lines.append(SyslogLine(bytes: bytes, source: source, receivedAt: now))
    }

    /// Notes that something from an address was lost; of addresses that are nobody's only that it came.
    mutating func lose(_ reason: SyslogLosses.Reason, from source: IPAddress) {
        losses.note(sources.count(behind: source) > 0 ? reason : .unknownSource, from: source)
    }

    /// Takes the lines that came since, in their order.
    mutating func takeLines() -> [SyslogLine] {
        defer { lines = [] }
        return lines
    }

    /// Whether a connection may be open.
    ///
    /// - Parameter source: from where it came.
    /// - Returns: true when it counts from now on, until ``close(from:)``.
    mutating func open(from source: IPAddress) -> Bool {
        let devices = sources.count(behind: source)
        guard devices > 0 else {
            losses.note(.unknownSource, from: source)
            return false
        }
        guard connectionCount < configuration.connectionsMaximum,
            connections[source, default: 0] < configuration.connectionsPerDeviceMaximum * devices
        else {
            losses.note(.tooManyConnections, from: source)
            return false
        }
        connections[source, default: 0] += 1
        connectionCount += 1
        return true
    }

    /// Forgets a connection that was open.
    mutating func close(from source: IPAddress) {
        connectionCount -= 1
        connections[source, default: 0] -= 1
        if connections[source] == 0 { connections[source] = nil }
    }
}

/// A line as it came.
struct SyslogLine: Hashable, Sendable {
    /// The line, without what ends it.
    var bytes: [UInt8]
    /// From where it came, or says that it came.
    var source: IPAddress
    /// When it came.
    var receivedAt: Timestamp
}
