import Foundation

/// Random numbers that a seed repeats (SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The seed of a run: `GATEWAY_SEED`, or a new one, which is printed so that a failure can be repeated.
enum Seed {
    static let base: UInt64 = {
        let seed =
            ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...999_999)
        print("GatewayHTTPTests: GATEWAY_SEED=\(seed)")
        return seed
    }()

    /// So many seeds that follow from the base, which comes first.
    static func several(_ count: Int) -> [UInt64] { (0..<UInt64(count)).map { base &+ $0 } }
}
