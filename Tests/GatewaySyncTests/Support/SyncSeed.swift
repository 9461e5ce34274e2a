import Foundation

/// The seed of a random test: `GATEWAY_SEED`, else a new one; printed, so that a failure can be repeated.
struct SyncSeed: CustomStringConvertible {
    let value: UInt64

    static var current: SyncSeed {
        let given = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) }
        let seed = SyncSeed(value: given ?? .random(in: 0...999_999))
        print(seed)
        return seed
    }

    var generator: SplitMix { SplitMix(state: value) }

    var description: String { "GATEWAY_SEED=\(value)" }

    /// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
