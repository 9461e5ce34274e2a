import Foundation
import Testing

/// One seed, from the first guest to the verdict.
enum History {
    /// What came of it.
    struct Outcome: Sendable {
        let seed: UInt64
        let accusations: [String]
        /// What to read when there are any.
        let account: String
    }

    /// Lets a history happen.
    static func of(_ seed: UInt64, _ baseline: Baseline, sabotage: Sabotage? = nil) async throws -> Outcome {
        let world = try World(seed: seed, baseline: baseline, sabotage: sabotage)
        try await world.run()
        guard !world.accusations.isEmpty else { return Outcome(seed: seed, accusations: [], account: "") }
        return Outcome(seed: seed, accusations: world.accusations, account: world.account)
    }

    /// Lets many histories happen, as many at once as there are cores.
    static func all(
        _ seeds: some Sequence<UInt64> & Sendable,
        _ outcome: (Outcome) -> Void
    ) async throws {
        let baseline = try await SharedBaseline.baseline
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            var rest = seeds.makeIterator()
            var failures = 0
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                guard let seed = rest.next() else { break }
                group.addTask { try await of(seed, baseline) }
            }
            while let next = try await group.next() {
                outcome(next)
                // When so many go wrong, the rest tells nothing new.
                if !next.accusations.isEmpty { failures += 1 }
                guard failures < 20, let seed = rest.next() else { continue }
                group.addTask { try await of(seed, baseline) }
            }
        }
    }
}

/// The one baseline of a run.
enum SharedBaseline {
    static var baseline: Baseline {
        get async throws { try await task.value }
    }

    // SAFETY: made once, whoever asks first; it ends by itself.
    private static let task = Task { try await Baseline.make() }
}
