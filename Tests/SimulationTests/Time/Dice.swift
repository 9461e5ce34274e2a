/// Numbers that are the same for the same seed (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators").
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Dice of their own, so that what one part of a history draws does not change what another one does.
    mutating func split() -> Dice { Dice(seed: next()) }

    /// True with this probability.
    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

    /// One of these.
    mutating func pick<Items: RandomAccessCollection>(_ items: Items) -> Items.Element? {
        items.randomElement(using: &self)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A span of time, in whole milliseconds.
    mutating func duration(_ range: ClosedRange<Duration>) -> Duration {
        let bounds = [range.lowerBound, range.upperBound].map {
            $0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000
        }
        return .milliseconds(Int64.random(in: bounds[0]...bounds[1], using: &self))
    }
}
