import GatewayDomain
import GatewayStore
import HTTPTypes
import RouterOSSimulator
import Testing

@testable import GatewayHTTP

/// Pushes and plans over HTTP, by a process that serves routers at the same time.
@Suite(.timeLimit(.minutes(15))) struct PushTests {
    @Test func `a push is accepted at once, and found where the answer says`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (instance, site) = try await world.makeSite(router)
                let codes = try await world.coupons(3, of: instance).map(\.code).sorted()
                // Nobody works on devices yet.
                let accepted = try await world.call(.post, "/captive/sites/\(site.id)/push")
                #expect(accepted.status == 202)
                let id = try #require(accepted.json?["id"]?.stringValue)
                let path = "/captive/sites/\(site.id)/pushes/\(id)"
                #expect(accepted.headers[.location] == "http://127.0.0.1:\(world.port)\(path)")
                #expect(accepted.json?["state"]?.stringValue == "pending")
                #expect(accepted.json?["runs"] == .array([]))
                #expect(try await world.call(.get, path).json == accepted.json)
                // Of two that were asked for at the same moment either may be first.
                world.clock.advance(by: .seconds(1))
                try await world.syncing {
                    let second = try await world.call(.post, "/captive/sites/\(site.id)/push?wait=30")
                    #expect(second.status == 200)
                    #expect(second.headers[.location] == nil)
                    #expect(second.json?["state"]?.stringValue == "done")
                }
                let done = try await world.call(.get, path)
                #expect(done.status == 200)
                #expect(done.json?["state"]?.stringValue == "done")
                let run = try #require(done.json?["runs"]?[0])
                #expect(run["outcome"]?.stringValue == "converged", "\(run)")
                #expect(run["plan"]?["counts"]?["added"]?.integerValue == 4)
                #expect(try await router.managedUsers() == codes)
            }
        }
    }

    @Test func `a plan is shown, kept, and applied when it is confirmed`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (_, site) = try await world.makeSite(router)
                try await router.edit("/ip/hotspot/user/add", ["name": "resident", "comment": "room 12"])
                try await world.syncing {
                    var (id, push) = try await confirmed(site.id, world)
                    // What the gateway does by itself may come between, once; then nothing is left to do.
                    if push.code == "plan_stale" { (id, push) = try await confirmed(site.id, world) }
                    #expect(push.status == 200, "\(push.message ?? "")")
                    #expect(push.json?["confirms"]?.stringValue == id)
                    let outcome = push.json?["runs"]?[0]?["outcome"]?.stringValue
                    #expect(outcome == "converged" || outcome == "unchanged")
                }
            }
        }
    }

    /// Asks for a plan, and confirms it.
    private func confirmed(_ site: Site.ID, _ world: APIWorld) async throws -> (id: String, push: APIAnswer) {
        let plan = try await world.call(.get, "/captive/sites/\(site)/plan")
        #expect(plan.status == 200)
        #expect(plan.json?["mode"]?.stringValue == "plan")
        #expect(plan.json?["confirms"] == .null)
        let id = try #require(plan.json?["id"]?.stringValue)
        return (id, try await world.call(.post, "/captive/sites/\(site)/push?wait=30", ["plan_id": .string(id)]))
    }

    @Test func `a plan that no longer fits is 409, and the answer says where to look`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (instance, site) = try await world.makeSite(router)
                // Paused, so that nothing but what is confirmed changes the router meanwhile.
                try await world.store.pauseSite(site.id, now: world.clock.now)
                try await world.syncing {
                    let path = "/captive/sites/\(site.id)"
                    let plan = try await world.call(.get, "\(path)/plan")
                    let id = try #require(plan.json?["id"]?.stringValue)
                    _ = try await world.coupons(1, of: instance)
                    try await world.store.resumeSite(site.id, now: world.clock.now)
                    let stale = try await world.call(.post, "\(path)/push?wait=30", ["plan_id": .string(id)])
                    #expect(stale.status == 409)
                    #expect(stale.code == "plan_stale")
                    #expect(stale.message?.contains("1 of 1 devices") == true)
                    let address = try #require(stale.message?.split(separator: " ").first { $0.contains("/pushes/") })
                    let shown = try await world.call(.get, "\(path)/pushes/\(address.suffix(36))")
                    let run = try #require(shown.json?["runs"]?[0])
                    #expect(run["outcome"]?.stringValue == "refused")
                    #expect(run["plan"]?["refusal_code"]?.stringValue == "stale")
                }
            }
        }
    }

    @Test func `what cannot be confirmed is told at once`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (_, site) = try await world.makeSite(router)
                let (_, empty) = try await world.makeSite()
                let none = try await world.call(.post, "/captive/sites/\(empty.id)/push")
                #expect(none.status == 409)
                #expect(none.code == "site_without_devices")
                #expect(try await world.call(.get, "/captive/sites/\(empty.id)/plan").code == "site_without_devices")

                let pending = try await world.call(.get, "/captive/sites/\(site.id)/plan?wait=0")
                #expect(pending.status == 202)
                let id = try #require(pending.json?["id"]?.stringValue)
                let path = "/captive/sites/\(site.id)/push"
                let unfinished = try await world.call(.post, path, ["plan_id": .string(id)])
                #expect(unfinished.status == 409)
                #expect(unfinished.code == "plan_stale")
                let unknown = try await world.call(.post, path, ["plan_id": "00000000-0000-4000-8000-000000000000"])
                #expect(unknown.status == 409)
                #expect(unknown.code == "plan_stale")
                world.clock.advance(by: .seconds(86_400))
                #expect(try await world.call(.post, path, ["plan_id": .string(id)]).code == "plan_stale")
            }
        }
    }

    @Test(arguments: [
        ("?wait=301", "{}", "parameter_invalid", "wait"), ("?wait=-1", "{}", "parameter_invalid", "wait"),
        ("?wait=soon", "{}", "parameter_invalid", "wait"), ("?wait=1.5", "{}", "parameter_invalid", "wait"),
        ("", #"{"confirm": true}"#, "parameter_unknown", "confirm"),
        ("", #"{"plan_id": "latest"}"#, "parameter_invalid", "plan_id"),
        ("", #"{"plan_id": 5}"#, "parameter_invalid", "plan_id"),
        ("", #"{"adopt": "desk"}"#, "parameter_invalid", "adopt"),
        ("", #"{"adopt": ["desk", ""]}"#, "parameter_invalid", "adopt[1]"),
        (
            "", #"{"adopt": ["desk"], "plan_id": "00000000-0000-4000-8000-000000000000"}"#, "parameter_invalid",
            "plan_id"
        ),
        ("", "[]", "body_invalid", "object"),
    ])
    func `bad input is refused by name, and nothing is asked for`(
        query: String,
        body: String,
        code: String,
        name: String
    ) async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (_, site) = try await world.makeSite(router)
                let answer = try await world.call(.post, "/captive/sites/\(site.id)/push\(query)", raw: body)
                #expect(answer.status == 400)
                #expect(answer.code == code)
                #expect(answer.message?.contains(name) == true)
                let statuses = try await world.store.deviceStatuses(now: world.clock.now)
                #expect(statuses.allSatisfy { !$0.hasPendingPush })
            }
        }
    }

    @Test func `a foreign user in the way is adopted when it is named`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (instance, site) = try await world.makeSite(router)
                let code = try #require(try await world.coupons(1, of: instance).first?.code)
                try await router.edit("/ip/hotspot/user/add", ["name": code, "comment": "till 3"])
                try await world.syncing {
                    let push = try await world.call(
                        .post,
                        "/captive/sites/\(site.id)/push?wait=30",
                        ["adopt": .array([.string(code)])]
                    )
                    #expect(push.status == 200)
                }
                #expect(try await router.managedUsers() == [code])
            }
        }
    }

    @Test func `whoever waits holds up nobody, is not cut for silence, and not longer than asked`() async throws {
        try await SimulatedRouter.running { router in
            var limits = RequestLimits()
            limits.idleTimeout = .seconds(3)
            try await APIWorld.serving(limits: limits) { world in
                let (_, site) = try await world.makeSite(router)
                let begin = ContinuousClock.now
                try await withThrowingTaskGroup(of: APIAnswer.self) { group in
                    for _ in 0..<8 {
                        group.addTask { try await world.call(.post, "/captive/sites/\(site.id)/push?wait=4") }
                    }
                    #expect(try await world.call(.get, "/captive/sites/\(site.id)/sync-runs").status == 200)
                    for try await answer in group {
                        #expect(answer.status == 202)
                        #expect(answer.json?["state"]?.stringValue == "pending")
                    }
                    #expect(ContinuousClock.now - begin >= .seconds(3.9))
                }
            }
        }
    }

    @Test func `a server that stops answers those who wait at once`() async throws {
        try await SimulatedRouter.running { router in
            let (asked, ask) = AsyncStream.makeStream(of: (APIWorld, String).self)
            async let answer = {
                for await (world, path) in asked { return try await world.call(.post, path) }
                throw APIWorldError.notListening
            }()
            // It stops gracefully at the end; the time limit of the suite is shorter than the wait.
            try await APIWorld.serving { world in
                let (_, site) = try await world.makeSite(router)
                let changes = world.store.changeSignals()
                ask.yield((world, "/captive/sites/\(site.id)/push?wait=300"))
                for await _ in changes {
                    let statuses = try await world.store.deviceStatuses(now: world.clock.now)
                    if statuses.contains(where: \.hasPendingPush) { return }
                }
            }
            let last = try await answer
            #expect(last.status == 202)
            #expect(last.json?["state"]?.stringValue == "pending")
        }
    }

    @Test func `a push belongs to its site, and needs its scope`() async throws {
        try await SimulatedRouter.running { router in
            try await APIWorld.serving { world in
                let (_, site) = try await world.makeSite(router)
                let (_, other) = try await world.makeSite()
                let push = try await world.call(.post, "/captive/sites/\(site.id)/push")
                let id = try #require(push.json?["id"]?.stringValue)
                #expect(try await world.call(.get, "/captive/sites/\(other.id)/pushes/\(id)").status == 404)
                #expect(try await world.call(.get, "/captive/sites/\(site.id)/pushes/nothing").status == 404)
                let reader = world.bearer(.sitesRead)
                for (method, path) in [(HTTPRequest.Method.post, "push"), (.get, "plan")] {
                    let path = "/captive/sites/\(site.id)/\(path)"
                    #expect(try await world.call(method, path, authorization: reader).code == "scope_missing")
                }
            }
        }
    }
}
