import NIOCore

/// Since when answers are on their way to a client that takes none of them to its end.
struct SendingWatch {
    private var count = 0
    private var since = NIODeadline.uptimeNanoseconds(0)

    /// An answer is about to be sent.
    mutating func began(at now: NIODeadline) {
        if count == 0 { since = now }
        count += 1
    }

    /// The client, or what lies in between, has taken a part of an answer that has no end.
    mutating func progressed(at now: NIODeadline) {
        since = now
    }

    /// The client, or what lies in between, has taken an answer to its end.
    mutating func ended(at now: NIODeadline) {
        count = max(0, count - 1)
        since = now
    }

    /// How much of a time is left to the client; nil when it owes nothing.
    func rest(of time: Duration, at now: NIODeadline) -> Duration? {
        count == 0 ? nil : time - .nanoseconds((now - since).nanoseconds)
    }
}
