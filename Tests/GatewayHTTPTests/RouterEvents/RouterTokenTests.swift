import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// Who may report, and how much.
@Suite(.timeLimit(.minutes(15))) struct RouterTokenTests {
    @Test func `only a device's good token lets anybody report`() async throws {
        try await RouterWorld.serving { world in
            let portal = try await world.world.newToken().header
            let basic = TemplateWorld.basic("a", "b")
            let wrong = "Bearer ggd_" + String(repeating: "0", count: 64)
            for (header, code) in [
                ("", "credentials_missing"), (basic, "credentials_missing"), (portal, "token_invalid"),
                (wrong, "token_invalid"), (world.harbour.header + "0", "token_invalid"),
            ] {
                let answer = try await world.world.call(
                    .post,
                    RouterWorld.path,
                    ["user": "one"],
                    authorization: header
                )
                #expect((answer.status, answer.code) == (401, code), "\(header.prefix(12))")
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                #expect(!answer.text.contains(world.harbour.token.revealed))
            }
            // And it is good for nothing else.
            let sites = try await world.world.call(.get, "/captive/sites", authorization: world.harbour.header)
            #expect((sites.status, sites.code) == (401, "token_invalid"))
            #expect(try await world.reports(world.harbour).isEmpty)
        }
    }

    @Test func `no event is lost to a rotation, and none is taken once it is over`() async throws {
        try await RouterWorld.serving { world in
            let (store, clock) = (world.store, world.world.clock)
            let rotation = try await store.rotateDeviceToken(
                of: world.harbour.device.id,
                keepingOldFor: .seconds(DeviceToken.graceSeconds),
                now: clock.now
            )
            let text = try #require(rotation.text)
            let new = RouterWorld.Router(site: world.harbour.site, device: world.harbour.device, token: text)
            clock.advance(by: .seconds(DeviceToken.graceSeconds - 1))
            #expect(try await world.fetch(world.harbour, "user=one&id=1&time=5").outcomes == ["unmatched+"])
            #expect(try await world.fetch(new, "user=one&id=1&time=5").outcomes == ["unmatched"])
            let tokens = try await store.deviceTokens(of: world.harbour.device.id)
            #expect(tokens.allSatisfy { $0.lastUsedAt == clock.now })
            clock.advance(by: .seconds(1))
            let refused = try await world.fetch(world.harbour, "user=two")
            #expect((refused.status, refused.code) == (401, "token_revoked"))
            #expect(try await world.fetch(new, "user=two").status == 200)
            #expect(try await store.revokeDeviceTokens(of: world.harbour.device.id, now: clock.now) == 1)
            #expect(try await world.fetch(new, "user=three").code == "token_revoked")
            try await store.removeDevice(world.museum.device.id)
            #expect(try await world.fetch(world.museum, "user=four").code == "token_invalid")
        }
    }

    @Test func `a router that floods is slowed before its body is read, and no other`() async throws {
        var limits = RateLimits()
        limits.deviceEventsPerMinute = 60
        let log = LogLines()
        try await RouterWorld.serving(rateLimits: limits, logger: log.logger) { world in
            // 150 events at once: more than there is, and paid for by waiting.
            let burst = (0..<150).map { "user=guest\($0)" }.joined(separator: "\n")
            #expect(try await world.fetch(world.harbour, burst).status == 200)
            let slowed = try await world.fetch(world.harbour, "user=one")
            #expect((slowed.status, slowed.code) == (429, "rate_limited"))
            #expect(slowed.headers[.retryAfter] == "91")
            try await world.world.connected { connection in
                let head = """
                    POST \(RouterWorld.path) HTTP/1.1\r\nHost: gate\r\nAuthorization: \(world.harbour.header)\r\n\
                    Content-Length: 60000\r\n\r\n
                    """
                try await connection.send(head)
                #expect(try await connection.read(until: "rate_limited"))
            }
            #expect(try await world.fetch(world.museum, "user=one").status == 200)
            world.world.clock.advance(by: .seconds(91))
            #expect(try await world.fetch(world.harbour, "user=one").outcomes == ["unmatched+"])
            #expect(try await world.fetch(world.harbour, "user=two").status == 429)
            let warnings = log.all.filter { $0.contains("is slowed") }
            #expect(warnings.count == 2, "one a minute, and 91 s lie between: \(warnings)")
            #expect(warnings.allSatisfy { $0.contains("device=\(world.harbour.device.id)") })
            #expect(!log.all.contains { $0.contains(world.harbour.token.revealed) || $0.contains("user=one") })
            #expect(try await world.reports(world.harbour).count == 151)
        }
    }

    @Test func `a router that sends slowly takes only its own places`() async throws {
        var limits = RateLimits()
        limits.deviceRequestsMaximum = 2
        limits.deviceEventsPerMinute = 1_000_000
        var patience = RequestLimits()
        patience.bodyDeadline = .seconds(2)
        try await RouterWorld.serving(limits: patience, rateLimits: limits) { world in
            let head = """
                POST \(RouterWorld.path) HTTP/1.1\r\nHost: gate\r\nAuthorization: \(world.harbour.header)\r\n\
                Content-Length: 6\r\n\r\n
                """
            let (givenUp, told) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup(of: Void.self) { senders in
                for _ in 0..<2 {
                    // One that finds the places taken is refused, and comes again, as does one that was given up: sooner or later both
                    // are in at once.
                    senders.addTask {
                        while !Task.isCancelled {
                            try await world.world.connected { connection in
                                try await connection.send(head)
                                if try await connection.read(until: "body_too_slow") { told.yield() }
                            }
                        }
                    }
                }
                var answer = try await world.fetch(world.harbour, "user=a")
                while answer.status != 429 { answer = try await world.fetch(world.harbour, "user=a") }
                #expect((answer.code, answer.headers[.retryAfter]) == ("rate_limited", "1"))
                #expect(try await world.fetch(world.museum, "user=a").status != 429)
                for await _ in givenUp.prefix(2) {}
                senders.cancelAll()
            }
            // They were given up, and their places are free again.
            var answer = try await world.fetch(world.harbour, "user=b")
            while answer.status == 429 { answer = try await world.fetch(world.harbour, "user=b") }
            #expect(try await world.reports(world.museum).map(\.report.user) == ["a"])
        }
    }

    @Test func `a router that could not be reached is tried again when it reports, but not each time`() async throws {
        try await RouterWorld.serving { world in
            let clock = world.world.clock
            let failed = try await world.failAtWork()
            #expect(failed == 2)
            clock.advance(by: .seconds(20))
            #expect(try await world.failAtWork() == 0)
            for expected in [1, 0] {
                #expect(try await world.fetch(world.harbour, "user=one").status == 200)
                #expect(try await world.failAtWork() == expected)
            }
            clock.advance(by: .seconds(20))
            #expect(try await world.fetch(world.harbour, "user=one").status == 200)
            #expect(try await world.failAtWork() == 1)
        }
    }

    @Test func `what routers report is no change of anybody's for the audit log`() async throws {
        try await RouterWorld.serving { world in
            let answer = try await world.fetch(world.harbour, "user=one")
            #expect(answer.status == 200)
            let entries = try await world.store.auditEntries(limit: 1)
            #expect(entries.isEmpty)
        }
    }
}

extension RouterWorld {
    /// Claims what there is to do, and cannot reach any of it.
    ///
    /// - Returns: how many devices there was something to do at.
    fileprivate func failAtWork() async throws -> Int {
        let now = world.clock.now
        let holder = LeaseHolder(host: "alpha", processID: 4711, token: "one")
        let claimed = try await store.claimWork(holder: holder, limit: 10, now: now)
        for work in claimed {
            let run = SyncRun(
                id: store.newID(),
                device: work.device.id,
                trigger: work.trigger,
                mode: work.mode,
                startedAt: now,
                finishedAt: now,
                outcome: .failed,
                plan: nil,
                failure: "no route to host"
            )
            let retryAt = now + .seconds(300)
            let followUp = FollowUp(lookAt: retryAt, retryAt: retryAt)
            try await store.finish(work, run: run, followUp: followUp, now: now)
        }
        return claimed.count
    }
}
