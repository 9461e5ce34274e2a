import GatewayDomain
import HTTPTypes
import Synchronization

/// Counts something per address, with a bound on how many addresses are remembered.
final class RateLimiter: Sendable {
    /// So many addresses are remembered; who comes beyond that makes it forget others.
    static let addressesMaximum = 10_000

    private let perMinute: Int
    private let buckets = Mutex<[String: TokenBucket]>([:])

    /// Counts from nothing.
    ///
    /// - Parameter perMinute: how often a minute, and how often at once.
    init(perMinute: Int) {
        self.perMinute = perMinute
    }

    /// Counts one more.
    ///
    /// - Parameters:
    ///   - address: for whom.
    ///   - now: the time.
    /// - Throws: ``ErrorCode/rateLimited`` with `Retry-After` when it is one too many.
    func count(_ address: ClientAddress, at now: Timestamp) throws(APIError) {
        let wait = buckets.withLock { buckets in
            if buckets[address.key] == nil, buckets.count >= Self.addressesMaximum { Self.forget(&buckets, at: now) }
            return buckets[address.key, default: TokenBucket(perMinute: perMinute, at: now)].take(at: now)
        }
        guard let wait else { return }
        let seconds = max(1, (wait.wholeMilliseconds + 999) / 1000)
        throw APIError(
            .rateLimited,
            "Too many requests from this address; wait \(seconds) s.",
            headers: [.retryAfter: String(seconds)]
        )
    }

    /// How many addresses are remembered.
    var addressCount: Int { buckets.withLock { $0.count } }

    /// Makes room for a tenth: those who make no difference any more, and then those who tried least, so that nobody clears their own
    /// count by coming from many addresses.
    private static func forget(_ buckets: inout [String: TokenBucket], at now: Timestamp) {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
        let excess = buckets.count - addressesMaximum * 9 / 10
        guard excess > 0 else { return }
        let idlest = buckets.sorted { $0.value.isFuller(than: $1.value, at: now) }.prefix(excess)
        for (key, _) in idlest { buckets[key] = nil }
    }
}
