import Foundation
import Testing

/// Histories of twenty routers, their guests and a gateway, with everything that goes wrong in between; one seed is one history.
///
/// `GATEWAY_SEEDS` says how many, `GATEWAY_SEED` with which seed they begin.
@Suite struct SimulationTests {
    @Test
    func `whatever happens, each login is recorded once, no guest is cut off, and every router ends as it should be`()
        async throws
    {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["GATEWAY_SEEDS"].flatMap { UInt64($0) } ?? 50
        let first = environment["GATEWAY_SEED"].flatMap { UInt64($0) } ?? 1
        print("GATEWAY_SEED=\(first) GATEWAY_SEEDS=\(count)")
        var failures = 0
        try await History.all(first..<(first + count)) { outcome in
            guard !outcome.accusations.isEmpty else { return }
            failures += 1
            let text = failures <= 5 ? outcome.account : outcome.accusations.joined(separator: "\n")
            Issue.record("seed \(outcome.seed): \(text)")
        }
        #expect(failures == 0, "\(failures) of \(count) histories went wrong")
    }

    /// The verdict is worth nothing unless it can be a bad one.
    @Test(arguments: Sabotage.allCases) func `a gateway that is broken on purpose is found out`(sabotage: Sabotage)
        async throws
    {
        let baseline = try await SharedBaseline.baseline
        for seed in UInt64(1)...20 {
            if try await !History.of(seed, baseline, sabotage: sabotage).accusations.isEmpty { return }
        }
        Issue.record("twenty histories showed nothing wrong")
    }
}
