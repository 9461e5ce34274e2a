/// How long things took, in classes whose bounds never change.
public struct DurationHistogram: Hashable, Sendable {
    /// The upper bounds of the classes in seconds; what took longer is in one more.
    public static let bounds: [Double] = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]

    /// How many fell into each class, that beyond all bounds last.
    public private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    /// How long all took together, in seconds.
    public private(set) var sum = 0.0

    /// Counts nothing.
    public init() {}

    /// Counts a duration; a negative one, of a clock that was set back, as none.
    mutating func note(_ duration: Duration) {
        let seconds = max(0, duration / .seconds(1))
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += seconds
    }
}
