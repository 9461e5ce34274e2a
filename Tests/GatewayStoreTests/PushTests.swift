import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct PushTests {
    private let now = World.start

    @Test func `a push has one run for each device of its site, with what was decided`() async throws {
        let world = try await World()
        let second = try await World.device("10.0.0.9", at: world.harbour, world.store)
        try await world.settle()
        let order = PushOrder.push(adopting: ["a\"b", "8B7W3D"])
        let request = try await world.store.requestPush(order, site: world.harbour.id, now: now)
        #expect(try await world.push(request).state == .pending)
        let work = try await world.claim()
        #expect(Set(work.map(\.device)) == [world.harbourDevice, second])
        let decisions = PushDecisions(adoptedNames: ["a\"b", "8B7W3D"])
        #expect(work.allSatisfy { $0.decisions == decisions && $0.request == request && $0.scope == .everything })
        var run = world.run(work[1])
        run.plan = PlanDocument(
            lines: [.init(sign: "+", kind: "user", name: "8B7W3D", detail: "coupon")],
            counts: .init(),
            findings: []
        )
        run.planDigest = PlanDigest("done")
        try await world.finish(work[0], .failed)
        let half = try await world.push(request)
        #expect(half.state == .pending)
        #expect(half.runs.map(\.device) == [work[0].device.id])
        try await world.store.finish(work[1], run: run, followUp: FollowUp(), now: now)
        let result = try await world.push(request)
        #expect(result.state == .done)
        #expect(result.mode == .push)
        #expect(result.adoptedNames == ["a\"b", "8B7W3D"])
        #expect(result.confirms == nil)
        #expect(result.requestedAt == now)
        #expect(result.runs.map(\.device) == [world.harbourDevice.id, second.id])
        #expect(result.runs.contains(run))
        #expect(result.runs.contains { $0.outcome == .failed && $0.failure == "no route to host" })
    }

    @Test func `a plan changes nothing about what is still to do`() async throws {
        let world = try await World()
        let request = try await world.store.requestPush(.plan(), site: world.harbour.id, now: now)
        let work = try #require(try await world.claim(limit: 1).first)
        #expect(work.mode == .plan)
        #expect(work.trigger == .push)
        try await world.finish(work, .planned)
        #expect(try await world.push(request).runs.map(\.outcome) == [.planned])
        let next = try await world.claim()
        #expect(next.contains { $0.device == world.harbourDevice && $0.trigger == .change })
    }

    @Test func `whoever works for a request does nothing else to its devices`() async throws {
        let world = try await World()
        let second = try await World.device("10.0.0.9", at: world.harbour, world.store)
        let request = try await world.store.requestPush(.plan(), site: world.harbour.id, now: now)
        func claim(limit: Int = 10) async throws -> [DeviceWork] {
            try await world.store.claimWork(holder: world.holder, limit: limit, request: request, now: now)
        }
        let first = try #require(try await claim(limit: 1).first)
        try await world.finish(first, .planned)
        // Its first comparison is due, but nobody asked for it.
        let rest = try await claim()
        #expect(rest.map(\.mode) == [.plan])
        #expect(Set([first.device] + rest.map(\.device)) == [world.harbourDevice, second])
        for work in rest { try await world.finish(work, .planned) }
        #expect(try await claim().isEmpty)
        #expect(try await world.claim().count == 3)
    }

    @Test func `a request that nobody takes expires; one that is taken lives as long as its lease`() async throws {
        let world = try await World()
        let request = try await world.store.requestPush(.push(), site: world.harbour.id, now: now)
        let late = now + .seconds(60)
        #expect(try await world.push(request, now: late).state == .expired)
        for work in try await world.claim(at: late) {
            #expect(work.request == nil)
            try await world.store.releaseLease(work)
        }
        let other = try await world.store.requestPush(.push(), site: world.museum.id, now: late)
        let free = late + .seconds(60) - .milliseconds(1)
        let work = try #require(try await world.claim(at: free).first { $0.request == other })
        let extended = try await world.store.extendLease(work, now: free + .seconds(50))
        #expect(try await world.store.pushState(other, now: extended.leasedUntil) == .pending)
        // Its holder died: who comes next takes the request over.
        let again = try await world.claim(at: extended.leasedUntil)
        #expect(again.contains { $0.request == other })
    }

    @Test func `a request of another site is none`() async throws {
        let world = try await World()
        let request = try await world.store.requestPush(.push(), site: world.harbour.id, now: now)
        await #expect(throws: StoreError.notFound(kind: .pushRequest, reference: request.rawValue)) {
            try await world.store.push(request, at: world.museum.id, now: now)
        }
        let gone = StoreError.notFound(kind: .pushRequest, reference: "gone")
        await #expect(throws: gone) { try await world.store.pushState(.init("gone"), now: now) }
    }

    @Test func `a site without a device cannot be pushed`() async throws {
        let world = try await World()
        let empty = try await World.site("Empty", world.store, world.instance)
        let error = await #expect(throws: StoreError.self) {
            try await world.store.requestPush(.push(), site: empty.id, now: now)
        }
        #expect(error?.description.contains("no device") == true)
    }
}

extension World {
    /// A request at the harbour.
    func push(_ id: PushRequest.ID, now: Timestamp = start) async throws -> PushRequest {
        try await store.push(id, at: harbour.id, now: now)
    }
}
