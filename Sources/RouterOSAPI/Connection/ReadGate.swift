/// Whether the socket may be read, decided from the streams whose consumers are behind.
///
/// A stream that is full stops the socket. While other commands wait for their answers it does not, since a consumer may itself be
/// waiting for one of those; until it is over its maximum, which stops the socket in any case.
struct ReadGate {
    private enum Fullness {
        case high
        case overMaximum
    }

    private var streams: [UInt64: Fullness] = [:]

    /// Something asked for a read that was not passed on.
    private(set) var isReadHeldBack = false

    func isKnownFull(_ number: UInt64) -> Bool {
        self.streams[number] != nil
    }

    mutating func full(_ number: UInt64, isOverMaximum: Bool) {
        // What is over its maximum stays so until it is drained.
        if self.streams[number] != .overMaximum {
            self.streams[number] = isOverMaximum ? .overMaximum : .high
        }
    }

    /// The stream has room again, or is gone.
    mutating func drained(_ number: UInt64) {
        self.streams[number] = nil
    }

    func isPaused(hasWaitingCalls: @autoclosure () -> Bool) -> Bool {
        if self.streams.isEmpty { return false }
        return self.streams.values.contains(.overMaximum) || !hasWaitingCalls()
    }

    mutating func holdBackRead() {
        self.isReadHeldBack = true
    }

    /// Whether a read that was held back is to be passed on now.
    mutating func takeRead(hasWaitingCalls: @autoclosure () -> Bool) -> Bool {
        guard self.isReadHeldBack, !self.isPaused(hasWaitingCalls: hasWaitingCalls()) else { return false }
        self.isReadHeldBack = false
        return true
    }
}
