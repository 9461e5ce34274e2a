import GatewayDomain
import GatewayStore
import Testing

@testable import GatewaySync

/// Routers that take a connection and then hang, before the whole engine, without sockets: their time passes only where a test lets it, so
/// that however slow this machine is, sound routers are served while the others hang.
@Suite(.timeLimit(.minutes(15))) struct HangingRouterTests {
    @Test func `a router that sends a byte a second after the login is found out by the deadline of a command`()
        async throws
    {
        let fleet = try await VirtualRouterFleet([.sound, .trickling, .sound])
        let (trickling, device) = (fleet.routers(.trickling)[0], fleet.devices(.trickling))
        try await fleet.serving {
            try await fleet.serveCoupons(2, "the sound ones hold the codes")
            try await fleet.eventually("the other one is logged in to, and asked") {
                trickling.commands > 0
            }
            await fleet.passSeconds(29)
            try await fleet.serveCoupons(2, "the sound ones hold new codes after 29 seconds of trickling")
            #expect(try await fleet.lastRuns(of: device).isEmpty, "there is still a second left")

            // Five of them for the router to end the commands that were cancelled.
            await fleet.passSeconds(6)
            try await fleet.eventually("the run of the trickling one ends") {
                try await !fleet.lastRuns(of: device).isEmpty
            }
            let run = try #require(try await fleet.lastRuns(of: device).first)
            #expect(run.outcome == .failed)
            #expect(run.failureLabel == .timedOut)
            #expect(run.failure?.contains("no answer within 30s") == true, "\(run.failure ?? "no text")")
            try await fleet.serveCoupons(2, "the sound ones hold the newest codes")
        }
        #expect(fleet.routers(.sound).map(\.connections) == [1, 1])
        #expect(trickling.connections == 1, "its next turn comes when its time has passed")
        try fleet.gateway.close()
    }

    @Test func `of a thousand routers three hundred refuse, are silent or trickle, and all others are served`()
        async throws
    {
        let bad: [VirtualRouter.Kind] = [.refusing, .silent, .trickling]
        let fleet = try await VirtualRouterFleet(
            Array(repeating: .sound, count: 700) + bad.flatMap { Array(repeating: $0, count: 100) }
        )
        let gateway = fleet.gateway
        let (refusing, hanging) = (fleet.devices(.refusing), fleet.devices(.silent, .trickling))
        try await fleet.serving {
            try await fleet.serveCoupons(1, "700 hold the code, though nobody knew which are dead")
            try await fleet.eventually("each bad one was tried") {
                let routers = fleet.routers(.refusing, .silent, .trickling)
                guard routers.allSatisfy({ $0.connections == 1 }) else { return false }
                return try await fleet.lastRuns(of: refusing).count == 100
            }
            try await fleet.serveCoupons(1, "700 hold a new code while two hundred hang")
            #expect(try await fleet.lastRuns(of: hanging).isEmpty)

            await fleet.passSeconds(35)
            try await fleet.eventually("those that hang are found out") {
                try await fleet.lastRuns(of: hanging).count == 200
            }
            let runs = try await fleet.lastRuns(of: refusing.union(hanging))
            #expect(runs.allSatisfy { $0.outcome == .failed })
            let labels = Dictionary(grouping: runs) { $0.failureLabel }.mapValues(\.count)
            #expect(labels == [.unreachable: 100, .timedOut: 200])

            try await expectBackoff(fleet)
            try await fleet.serveCoupons(1, "700 hold the newest code while two hundred hang again")
        }
        #expect(fleet.routers(.sound).allSatisfy { $0.connections == 1 })
        try gateway.close()
    }

    /// The bad ones wait for five seconds at the most after the first failure, and at least as long after the second.
    private func expectBackoff(_ fleet: VirtualRouterFleet) async throws {
        let gateway = fleet.gateway
        let (refusing, bad) = (fleet.devices(.refusing), fleet.devices(.refusing, .silent, .trickling))
        #expect(try await fleet.waiting(at: gateway.now() + .milliseconds(2499)).isDisjoint(with: bad))
        #expect(try await fleet.waiting(at: gateway.now() + .seconds(5)).isSuperset(of: bad))
        gateway.advance(by: .seconds(5))
        try await fleet.eventually("each bad one is tried again") {
            let routers = fleet.routers(.refusing, .silent, .trickling)
            guard routers.allSatisfy({ $0.connections == 2 }) else { return false }
            return try await fleet.lastRuns(of: refusing, 2).count == 200
        }
        #expect(try await fleet.waiting(at: gateway.now() + .milliseconds(4999)).isDisjoint(with: refusing))
        #expect(try await fleet.waiting(at: gateway.now() + .seconds(10)).isSuperset(of: refusing))
    }
}
