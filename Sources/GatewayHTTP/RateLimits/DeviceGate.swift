import GatewayDomain
import GatewayStore
import HTTPTypes
import Logging
import Synchronization

/// Slows a router that sends too much or too slowly down, and no other.
///
/// What counts is events, but how many there are is known only once a request is read. So a request is let in when the router
/// has something left, and what it brought is charged afterwards.
final class DeviceGate: Sendable {
    /// So many routers are remembered, unless more than that have requests under way.
    static let devicesMaximum = 10_000

    private struct Entry {
        var bucket: TokenBucket
        var running = 0
        var complainedAt: Timestamp?
    }

    private let limits: RateLimits
    private let logger: Logger
    private let entries = Mutex<[Device.ID: Entry]>([:])

    /// Lets in what these limits allow.
    ///
    /// - Parameters:
    ///   - limits: how much a router may send.
    ///   - logger: hears of a router that is slowed, once a minute.
    init(_ limits: RateLimits, logger: Logger) {
        self.limits = limits
        self.logger = logger
    }

    /// Does something for a caller; for a router only when it may, and before anything else of its request is read.
    ///
    /// - Parameters:
    ///   - caller: who calls.
    ///   - now: the time.
    ///   - body: does it.
    /// - Returns: what `body` returns.
    /// - Throws: ``ErrorCode/rateLimited`` with `Retry-After`, or what `body` throws.
    func admitting<Value>(_ caller: Caller, at now: Timestamp, _ body: () async throws -> Value) async throws -> Value {
        guard case .device(let router) = caller else { return try await body() }
        do {
            try enter(router.device, at: now)
        } catch {
            if mayComplain(of: router.device, at: now) {
                logger.warning(
                    "a router reports more than it may, and is slowed",
                    metadata: ["device": "\(router.device)", "reason": "\(error.message)"]
                )
            }
            throw error
        }
        defer { leave(router.device) }
        return try await body()
    }

    /// Charges what a request brought beside the one event that it was let in for.
    func charge(_ device: Device.ID, events: Int) {
        entries.withLock { $0[device]?.bucket.charge(max(0, events - 1)) }
    }

    /// Whether the log may say something of a router: once a minute.
    func mayComplain(of device: Device.ID, at now: Timestamp) -> Bool {
        entries.withLock { entries in
            if let last = entries[device]?.complainedAt, last <= now, now - last < .seconds(60) { return false }
            entries[device]?.complainedAt = now
            return true
        }
    }

    /// How many routers are remembered.
    var deviceCount: Int { entries.withLock { $0.count } }

    private func enter(_ device: Device.ID, at now: Timestamp) throws(APIError) {
        let refusal: APIError? = entries.withLock { entries in
            if entries[device] == nil, entries.count >= Self.devicesMaximum {
                entries = entries.filter { $0.value.running > 0 || !$0.value.bucket.isFull(at: now) }
            }
            var entry =
                entries[device] ?? Entry(bucket: TokenBucket(perMinute: limits.deviceEventsPerMinute, at: now))
            defer { entries[device] = entry }
            guard entry.running < limits.deviceRequestsMaximum else {
                return Self.refusal("\(entry.running) requests of this device are under way", wait: 1)
            }
            if let wait = entry.bucket.take(at: now) {
                return Self.refusal(
                    "This device sent too many events",
                    wait: max(1, (wait.wholeMilliseconds + 999) / 1000)
                )
            }
            entry.running += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    private func leave(_ device: Device.ID) {
        entries.withLock { $0[device]?.running -= 1 }
    }

    private static func refusal(_ reason: String, wait seconds: Int64) -> APIError {
        // The body is not read: whoever sends it on the same connection would be taken for the next request.
        APIError(
            .rateLimited,
            "\(reason); wait \(seconds) s, and send the same again.",
            headers: [.retryAfter: String(seconds), .connection: "close"]
        )
    }
}
