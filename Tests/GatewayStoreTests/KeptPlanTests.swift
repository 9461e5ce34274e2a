import GatewayDomain
import Testing

@testable import GatewayStore

/// What a request showed can be confirmed: for a day, at its site, with the devices that it was made for.
@Suite struct KeptPlanTests {
    private let now = World.start

    @Test func `a confirmation tells each device what was shown of it`() async throws {
        let world = try await World()
        let second = try await World.device("10.0.0.9", at: world.harbour, world.store)
        try await world.settle()
        let plan = try await world.shown(.plan(adopting: ["desk"])) { $0 == second.id ? "two" : "one" }
        let confirming = try await world.store.requestPush(.confirm(plan), site: world.harbour.id, now: now)
        let work = try await world.claim()
        #expect(work.count == 2)
        for work in work {
            let digest = PlanDigest(work.device == second ? "two" : "one")
            #expect(work.decisions == PushDecisions(confirmedPlan: digest, adoptedNames: ["desk"]))
            #expect(work.mode == .push)
            #expect(work.request == confirming)
            try await world.finish(work)
        }
        let request = try await world.push(confirming)
        #expect(request.confirms == plan)
        #expect(request.adoptedNames == ["desk"])
        #expect(request.state == .done)
    }

    @Test func `a push that was held back, and a confirmation that was, can be confirmed in turn`() async throws {
        let world = try await World()
        try await world.settle()
        let push = try await world.shown(.push(), .refused) { _ in "much" }
        let first = try await world.shown(.confirm(push), .refused) { _ in "other" }
        _ = try await world.store.requestPush(.confirm(first), site: world.harbour.id, now: now)
        #expect(try await world.claim().map(\.decisions.confirmedPlan) == [PlanDigest("other")])
    }

    @Test func `each plan that cannot be confirmed is an error of its own`() async throws {
        let world = try await World()
        try await world.settle()
        func problem(_ plan: PushRequest.ID, at site: Site? = nil, later: Duration = .zero) async -> PlanProblem? {
            do {
                let site = site ?? world.harbour
                _ = try await world.store.requestPush(.confirm(plan), site: site.id, now: now + later)
                return nil
            } catch StoreError.unusablePlan(let problem) {
                return problem
            } catch {
                Issue.record(error)
                return nil
            }
        }
        let pending = try await world.store.requestPush(.plan(), site: world.harbour.id, now: now)
        #expect(await problem(pending) == .unfinished(pending))
        for work in try await world.claim() { try await world.finish(work, .failed) }
        #expect(await problem(pending) == .unshown(pending, host: "10.0.0.1"))

        let plan = try await world.shown(.plan()) { _ in "one" }
        #expect(await problem(.init("nothing")) == .unknown(.init("nothing")))
        #expect(await problem(plan, at: world.museum) == .ofAnotherSite(plan))
        #expect(await problem(plan, later: .seconds(86_400)) == .expired(plan))
        #expect(await problem(plan, later: .seconds(86_399)) == nil)

        let second = try await World.device("10.0.0.9", at: world.harbour, world.store)
        #expect(await problem(plan) == .devicesChanged(plan))
        let both = try await world.shown(.plan()) { _ in "one" }
        #expect(await problem(both) == nil)
        try await world.store.removeDevice(second.id)
        #expect(await problem(both) == .devicesChanged(both))
    }

    @Test func `a refused confirmation leaves no request behind`() async throws {
        let world = try await World()
        try await world.settle()
        await #expect(throws: StoreError.self) {
            try await world.store.requestPush(.confirm(.init("nothing")), site: world.harbour.id, now: now)
        }
        #expect(try await world.claim().isEmpty)
    }

    @Test func `a plan outlives a hundred runs of its device, and a hundred requests its site`() async throws {
        let world = try await World()
        try await world.settle()
        let plan = try await world.shown(.plan()) { _ in "one" }
        for index in 1...120 {
            let at = now + .seconds(Int64(index))
            _ = try await world.coupons(1, at: at)
            for work in try await world.claim(at: at) { try await world.finish(work, at: at) }
        }
        #expect(try await world.store.runs(of: world.harbourDevice.id, limit: 1000).count == 101)
        #expect(try await world.push(plan).runs.map(\.planDigest) == [PlanDigest("one")])

        let open = try await world.store.requestPush(
            .push(),
            site: world.harbour.id,
            now: now,
            expiresAfter: .seconds(900)
        )
        var requests: [PushRequest.ID] = []
        for index in 200..<300 {
            requests.append(try await world.request(now + .seconds(Int64(index))))
        }
        #expect(try await world.push(requests[0]).id == requests[0])
        // The oldest goes; one that is under way never does.
        await #expect(throws: StoreError.self) { try await world.push(plan) }
        #expect(try await world.push(open, now: now + .seconds(300)).state == .pending)
        let next = try await world.request(now + .seconds(300))
        await #expect(throws: StoreError.self) { try await world.push(requests[0]) }
        #expect(try await world.push(next).id == next)
    }
}

extension World {
    /// A request of the harbour that showed a plan for each device.
    func shown(
        _ order: PushOrder,
        _ outcome: SyncRun.Outcome = .planned,
        _ digest: (Device.ID) -> String
    ) async throws -> PushRequest.ID {
        let request = try await store.requestPush(order, site: harbour.id, now: Self.start)
        for work in try await claim() where work.request == request {
            var run = run(work, outcome)
            run.planDigest = PlanDigest(digest(work.device.id))
            let tomorrow = Self.start + .seconds(86_400)
            let followUp = FollowUp(lookAt: tomorrow, auditAt: tomorrow, retryAt: tomorrow)
            try await store.finish(work, run: run, followUp: followUp, now: Self.start)
        }
        return request
    }

    /// A request of the harbour that expires at once.
    fileprivate func request(_ now: Timestamp) async throws -> PushRequest.ID {
        try await store.requestPush(.push(), site: harbour.id, now: now, expiresAfter: .zero)
    }
}
