import GatewayDomain
import RouterOSSimulator
import Testing

@testable import GatewayStore
@testable import GatewaySync

/// What a whole run asks of the store, from the claim to what is written down of its end: the same for one row as for hundreds.
@Suite(.timeLimit(.minutes(15))) struct RunStatementTests {
    /// The runs that come again and again, and how many statements each takes.
    private struct Statements: Equatable {
        /// A look that finds guests who have just come.
        var lookAtNewcomers: Int
        /// A look that finds the same guests again.
        var look: Int
        /// A comparison of everything that finds nothing to do.
        var audit: Int
    }

    @Test(arguments: [(coupons: 1, guests: 1), (coupons: 600, guests: 20)])
    func `a look and an audit take as many statements for hundreds of rows as for one`(
        coupons: Int,
        guests: Int
    ) async throws {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            gateway.configure { configuration in
                configuration.lookInterval = .seconds(60)
                configuration.auditInterval = .seconds(600)
            }
            var codes: [String] = []
            while codes.count < coupons {
                codes += try await gateway.coupons(min(200, coupons - codes.count), minutes: 6000).map(\.code)
            }
            try await watched.settle()
            for (index, code) in codes.prefix(guests).enumerated() {
                let place = 10 + index
                try await watched.router.loginGuest(
                    user: code,
                    password: code,
                    mac: "AA:BB:CC:00:00:\(place)",
                    address: "10.5.50.\(place)"
                )
            }
            func run(after wait: Duration, _ scope: Scope?) async throws -> Int {
                gateway.advance(by: wait)
                let before = gateway.store.database.statementCount
                let work = try #require(try await watched.work())
                let count = gateway.store.database.statementCount - before
                #expect(work.scope == scope)
                #expect(try await gateway.store.runs(of: watched.device.id).first?.outcome != .failed)
                return count
            }
            let newcomers = try await run(after: .seconds(100), nil)
            // The codes are redeemed now, so the device is brought up to date.
            try await watched.settle()
            gateway.configure { $0.lookInterval = .seconds(86_400) }
            let look = try await run(after: .seconds(100), nil)
            let audit = try await run(after: .seconds(900), .everything)
            #expect(try await watched.work() == nil)
            #expect(
                Statements(lookAtNewcomers: newcomers, look: look, audit: audit)
                    == Statements(lookAtNewcomers: 21, look: 14, audit: 26)
            )
        }
    }
}
