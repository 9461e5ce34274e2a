import Foundation

/// A value that threads share and wait for.
// SAFETY: the value is touched only while the condition's lock is held.
final class Monitor<Value>: @unchecked Sendable {
    private let condition = NSCondition()
    private var guarded: Value

    init(_ value: sending Value) { guarded = value }

    /// What it is now.
    var value: Value { condition.withLock { guarded } }

    /// Changes it, and lets everybody who waits look again.
    func change(_ body: (inout Value) -> Void) {
        condition.withLock {
            body(&guarded)
            condition.broadcast()
        }
    }

    /// Blocks this thread until the value holds what is looked for.
    func wait<Found>(for look: (Value) -> Found?) -> Found {
        condition.withLock {
            while true {
                if let found = look(guarded) { return found }
                condition.wait()
            }
        }
    }
}
