import GatewayDomain
import Synchronization

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    /// 2026-11-21T08:00:00Z.
    static let start = Timestamp(milliseconds: 1_795_248_000_000)

    private let time: Mutex<Timestamp>

    init(_ time: Timestamp = start) {
        self.time = Mutex(time)
    }

    var now: Timestamp { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}
