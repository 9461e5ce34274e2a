import Foundation

/// The seed of a run: `GATEWAY_SEED`, else a new one; printed, so that a failure can be repeated.
enum Seed {
    static let value: UInt64 = {
        let seed =
            ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 1...1_000_000)
        print("GATEWAY_SEED=\(seed)")
        return seed
    }()
}
