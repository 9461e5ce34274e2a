import Foundation
import NIOCore
import Testing

@testable import RouterOSSimulator

/// A lookup by names finds what reading every row finds.
///
/// The seed comes from `GATEWAY_SEED` and is printed when something does not hold.
@Suite struct NameLookupTests {
    private static let seed = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) } ?? 20_261_121
    private static let words = [
        "name=a", "name=b", "name=c", "=name=a", "comment=x", "comment", "-comment", "<name=b", ">name=a", "#|", "#|",
        "#&", "#!", "#||", "#|&", "#0", "#1.", "#.",
    ]

    @Test func `no row that a query keeps has another name than those that are looked up`() throws {
        var looked = 0
        for round in 0..<UInt64(3000) {
            let seed = Self.seed &+ round
            var generator = SeededGenerator(seed: seed)
            let words = (0..<Int.random(in: 1...7, using: &generator)).compactMap { _ in
                Self.words.randomElement(using: &generator)
            }
            let query = RowQuery(words.map { WordBytes($0) })
            guard let names = query.requiredValues(of: "name") else { continue }
            looked += 1
            for name in ["a", "b", "c", "d"] {
                for comment in [nil, "x", "y"] as [String?] {
                    var row = PrintedRow()
                    row.append("name", WordBytes(name))
                    row.append("comment", comment.map { WordBytes($0) })
                    #expect(
                        !query.keeps(row) || names.contains(WordBytes(name)),
                        "GATEWAY_SEED=\(seed): \(words) keeps \(name)"
                    )
                }
            }
        }
        #expect(looked > 300)
    }

    @Test func `names joined by "or" are looked up, in the order of the table`() {
        let query = RowQuery(["name=c", "name=a", "#|", "name=b", "#|"].map { WordBytes($0) })
        #expect(query.requiredValues(of: "name") == ["a", "b", "c"])
        var router = Transcript("7.22.3")
        for name in ["c", "x", "a", "b"] { _ = router.add("/ip/hotspot/user", "=name=\(name)") }
        let found = router.column("name", of: "/ip/hotspot/user", "?name=a", "?name=c", "?#|", "?name=b", "?#|")
        #expect(found == ["c", "a", "b"])
    }

    @Test func `whoever watches names is told of each when it goes`() async throws {
        let router = try await SimulatedRouter.start(SimulatedRouterConfiguration(tls: .off))
        for name in ["a", "b"] { try await router.edit("/ip/hotspot/user/add", ["name": name]) }
        let began = ContinuousClock.now
        let gone = try await router.watchUntilGone(["a", "b", "none"])
        try await router.edit("/ip/hotspot/user/remove", [".id": "b"])
        try await router.edit("/ip/hotspot/user/remove", [".id": "a"])
        let times = try await gone.get()
        let (first, second, none) = try (#require(times["b"]), #require(times["a"]), #require(times["none"]))
        #expect(began <= none)
        #expect(none <= first)
        #expect(first <= second)
        try await router.edit("/ip/hotspot/user/add", ["name": "c"])
        let never = try await router.watchUntilGone(["c"])
        await router.stop()
        await #expect(throws: SimulatedRouterError.stopped) { try await never.get() }
    }
}
