import RouterOSAPI
import Synchronization
import Testing

@testable import RouterOSSimulator

/// Who watches a script hears it while it runs.
@Suite struct ScriptPrintingTests {
    /// Keeps what was heard.
    private final class Listener: Sendable {
        private let lines = Mutex<[String]>([])
        var heard: [String] { lines.withLock { $0 } }

        func hear(_ text: String) { lines.withLock { $0.append(text) } }
    }

    /// Why a script failed; nil when it did not.
    private static func failure(of source: String, on router: SimulatedRouter, _ listener: Listener) async -> String? {
        do throws(SimulatedRouterError) {
            try await router.run(source, printing: listener.hear)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `what a script prints is heard while it waits, and when it fails`() async throws {
        var configuration = SimulatedRouterConfiguration(tls: .off)
        configuration.clockSpeed = 0
        try await Router.with(configuration) { router in
            let listener = Listener()
            let source = ":put one; :put two; :delay 5s; :put three; :error \"gone\""
            async let end = Self.failure(of: source, on: router, listener)
            while listener.heard.isEmpty { try await router.advanceClock(by: .seconds(1)) }
            #expect(listener.heard == ["one\ntwo"])
            try await router.advanceClock(by: .seconds(10))
            let failure = await end
            #expect(failure?.contains("gone") == true)
            #expect(listener.heard == ["one\ntwo", "three"])
        }
    }

    @Test func `a script that does not parse prints nothing`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off)) { router in
            let listener = Listener()
            #expect(await Self.failure(of: "{ :put 1", on: router, listener) != nil)
            #expect(listener.heard.isEmpty)
        }
    }
}
