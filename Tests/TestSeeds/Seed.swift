import Foundation

/// The seed of a run of tests: `GATEWAY_SEED`, or a new one, which is printed so that a failure can be repeated.
public enum Seed {
    /// The seed.
    public static let base: UInt64 = {
        let given = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) }
        let seed = given ?? .random(in: 1...999_999)
        print("GATEWAY_SEED=\(seed)")
        return seed
    }()

    /// So many seeds that follow from the base, which comes first: a failure's own seed repeats it first.
    public static func several(_ count: Int) -> [UInt64] { (0..<UInt64(count)).map { base &+ $0 } }

    /// Numbers that the base decides.
    public static var generator: SeededGenerator { SeededGenerator(seed: base) }
}
