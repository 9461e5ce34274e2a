import Synchronization

/// How many streams may be open, each holding its connection for long.
final class StreamPlaces: Sendable {
    /// One of the places; it is free again when nobody holds this any more, however the stream ended or if it never began.
    final class Place: Sendable {
        private let places: StreamPlaces

        fileprivate init(_ places: StreamPlaces) {
            self.places = places
        }

        deinit {
            places.count.withLock { $0 -= 1 }
        }
    }

    private let maximum: Int
    private let count = Mutex(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// A place, or nil when all are taken.
    func take() -> Place? {
        let isFree = count.withLock { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
        return isFree ? Place(self) : nil
    }
}
