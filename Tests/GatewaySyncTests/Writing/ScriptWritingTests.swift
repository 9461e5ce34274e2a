import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Many users that are added by one script, and what becomes of it when something goes wrong.
///
/// The clock of these gateways stands still: what a device's pace is supposed to be decides, and nothing is measured.
@Suite(.timeLimit(.minutes(15))) struct ScriptWritingTests {
    private static let users = "/ip/hotspot/user"

    /// A device that is known to be slow, or of which nothing is known.
    private func with(
        slow: Bool = true,
        _ faults: (inout SimulatedRouterFaults) -> Void = { _ in },
        _ body: @Sendable (WatchedDevice) async throws -> Void
    ) async throws {
        var configuration = SimulatedRouterConfiguration.shared
        // Time is no matter here.
        configuration.faults.scriptRowCost = .zero
        faults(&configuration.faults)
        try await WatchedDevice.with(configuration) { watched in
            if slow {
                watched.gateway.configure { configuration in
                    configuration.writing = WriteRules()
                    configuration.paceAtStart = WritePace(commandTime: .milliseconds(20))
                }
            }
            try await body(watched)
        }
    }

    /// How many rows were written to the device today, as far as that is on record.
    private func written(_ watched: WatchedDevice) async throws -> Int {
        let (store, now) = (watched.gateway.store, watched.gateway.now())
        return try #require(
            try await store.desiredState(for: watched.device.id, scope: .everything, now: now).writes?.rows
        )
    }

    private func coupons(_ count: Int, of watched: WatchedDevice) async throws -> [Coupon] {
        var coupons: [Coupon] = []
        while coupons.count < count {
            coupons += try await watched.gateway.coupons(min(200, count - coupons.count))
        }
        return coupons
    }

    /// Rows without what differs from one router to another.
    private func rows(of watched: WatchedDevice) async throws -> [[String: String]] {
        try await watched.router.rows(of: Self.users)
            .filter { $0["comment"]?.hasPrefix("gg1 ") == true }
            .map { $0.filter { $0.key != ".id" } }
            .sorted { $0["name"] ?? "" < $1["name"] ?? "" }
    }

    @Test(arguments: [false, true])
    func `a cold push of a thousand coupons takes so many sentences and bytes`(byScript: Bool) async throws {
        try await with(slow: byScript) { watched in
            try await watched.settle()
            let coupons = try await self.coupons(1000, of: watched)
            let before = try await watched.router.activity()
            try watched.channel.start()

            try await watched.work()

            let held = try await watched.router.codes(of: watched.gateway.store.gatewayID)
            #expect(held == coupons.map(\.code).sorted())
            let after = try await watched.router.activity()
            // However they get there: a row is a write to the flash.
            #expect(after.configurationWrites - before.configurationWrites == 1000)
            let sentences = after.commands.mapValues { $0 }.merging(before.commands) { $0 - $1 }.filter { $0.value > 0 }
            #expect(sentences["/ip/hotspot/user/add"] ?? 0 == (byScript ? 0 : 1000))
            #expect(sentences["/execute"] ?? 0 == (byScript ? 4 : 0))
            let total = sentences.values.reduce(0, +)
            let bytes = try watched.channel.sentBytes
            if byScript {
                // The readings before and after, four scripts, and 50 names a reading.
                #expect(total == 75)
                #expect((83_000...86_000).contains(bytes), "\(bytes)")
            } else {
                #expect(total == 1049)
                #expect((210_000...213_000).contains(bytes), "\(bytes)")
            }
        }
    }

    @Test func `a row is the same whichever way it was written`() async throws {
        for slow in [false, true] {
            try await with(slow: slow) { watched in
                try await watched.settle()
                let coupons = try await self.coupons(201, of: watched)
                try await watched.settle()
                let names = Set(coupons.map(\.code))
                let rows = try await self.rows(of: watched)
                #expect(rows.count == 201 && rows.allSatisfy { names.contains($0["name"] ?? "") })
                let shapes = Set(rows.map { row in row.filter { !["name", "password", "comment"].contains($0.key) } })
                #expect(shapes.count == 1)
                #expect(rows.allSatisfy { $0["password"] == $0["name"] })
                // A plan finds nothing to change in them.
                let result = try await watched.gateway.run(watched.device, scope: .everything, over: watched.link)
                #expect(result.outcome == .unchanged)
            }
        }
    }

    @Test func `a row that the router refuses keeps no other back, and its command tells why`() async throws {
        try await with { watched in
            try await watched.settle()
            let coupons = try await self.coupons(300, of: watched)
            // Somebody adds it between the reading and the writing.
            let taken = coupons[7].code
            let router = watched.router
            try watched.channel.start { trip, _ in
                guard trip == ["/execute"] else { return }
                guard try await router.rows(of: "/ip/hotspot/user").allSatisfy({ $0["name"] != taken }) else { return }
                try await router.edit("/ip/hotspot/user/add", ["name": taken, "password": "x", "server": "hotspot1"])
            }

            let run = try await watched.run()

            let held = try await router.codes(of: watched.gateway.store.gatewayID)
            #expect(held.count == 299 && !held.contains(taken))
            #expect(try watched.channel.roundTrips.contains(["/ip/hotspot/user/add"]))
            #expect(run.outcome == .converged)
            #expect(run.failure == nil)
        }
    }

    @Test(arguments: ["not enough permissions (9)", "no such command", "unknown parameter as-string"])
    func `an account that may run no script gets its users all the same`(refusal: String) async throws {
        try await with { watched in
            let link = HidingChannel.link(of: watched.gateway) {
                $0.path == "/execute" ? Trap(message: refusal) : nil
            }
            _ = try await watched.gateway.run(watched.device, scope: .everything, over: link)
            let coupons = try await self.coupons(300, of: watched)

            let result = try await watched.gateway.run(watched.device, scope: .everything, over: link)

            #expect(result.outcome == .converged && result.failure == nil)
            #expect(try await watched.router.codes(of: watched.gateway.store.gatewayID) == coupons.map(\.code).sorted())
            #expect(await link.pace?.refusesScripts == true)
            await link.close()
        }
    }

    @Test(arguments: [1, 63, 64, 65, 200])
    func `a power cut in the middle of a script leaves rows that the next run completes`(row: Int) async throws {
        try await with { watched in
            try await watched.settle()
            let coupons = try await self.coupons(300, of: watched)
            try await watched.router.setFaults { $0.powerCutAfterScriptRows = row }
            let before = try await self.written(watched)

            try await watched.work()

            let id = watched.gateway.store.gatewayID
            // How many rows of a script that broke off were written nobody knows: all of them may have been.
            #expect(try await self.written(watched) >= before + max(row, 64))
            #expect(await watched.link.pace?.commandTime == .milliseconds(20), "it is as slow as it was")
            #expect(try await watched.router.codes(of: id).count == row)
            watched.gateway.advance(by: .seconds(1))
            try await watched.settle()
            #expect(try await watched.router.codes(of: id) == coupons.map(\.code).sorted())
        }
    }

    @Test(arguments: 1...6)
    func `wherever the connection breaks between scripts, the next run goes on`(trip: Int) async throws {
        try await with { watched in
            try await watched.settle()
            let coupons = try await self.coupons(300, of: watched)
            let channel = try watched.channel
            channel.start { _, number in
                guard number == trip + 2 else { return }
                await channel.close()
                throw CancellationError()
            }
            try await watched.work()
            watched.gateway.advance(by: .seconds(1))
            try await watched.settle()
            #expect(
                try await watched.router.codes(of: watched.gateway.store.gatewayID) == coupons.map(\.code).sorted()
            )
        }
    }

    @Test func `a router that slows down under a push gets the rest by scripts`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        // As measured on a virtual 7.23.2; a row of a script takes 1 ms, which is assumed.
        configuration.faults.commandsBeforeSlowness = 150
        configuration.faults.slowCommandCost = .milliseconds(20)
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            gateway.configure { $0.writing = WriteRules() }
            let site = try await gateway.site("Slow", router)
            for _ in 0..<3 { _ = try await gateway.coupons(200) }

            let run = try #require(try await gateway.push(site).first)

            #expect(run.outcome == .converged)
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 600)
            let commands = try await router.activity().commands
            #expect((commands["/execute"] ?? 0) > 0)
            try gateway.close()
        }
    }

    @Test func `a full disk is told of once, and the rows that wait are counted`() async throws {
        try await with { watched in
            try await watched.settle()
            _ = try await self.coupons(300, of: watched)
            try await watched.router.setFaults { $0.rowsMaximum = 101 }

            let run = try await watched.run()

            #expect(run.outcome == .partial)
            let held = try await watched.router.codes(of: watched.gateway.store.gatewayID).count
            #expect(run.failure?.contains("; \(300 - held) rows are not yet pushed") == true)
            let refused = try await watched.router.activity().commands["/ip/hotspot/user/add"] ?? 0
            #expect(refused <= 300, "not each row by itself, again and again")
        }
    }

    @Test func `a code that is used elsewhere does not wait for all scripts`() async throws {
        try await with { watched in
            let used = try await watched.gateway.coupons(1)
            try await watched.settle()
            _ = try await self.coupons(1000, of: watched)
            let told = Told()
            try watched.channel.start { trip, _ in
                guard trip == ["/execute"], await told.isFirst() else { return }
                try await watched.redeem(used)
            }

            try await watched.work()

            let trips = try watched.channel.roundTrips
            let removal = try #require(trips.firstIndex { $0.contains("/ip/hotspot/user/remove") })
            #expect(trips[..<removal].count { $0 == ["/execute"] } == 1, "after the script that was under way")
            #expect(trips[removal...].count { $0 == ["/execute"] } == 3)
        }
    }

    private actor Told {
        private var isTold = false

        func isFirst() -> Bool {
            defer { isTold = true }
            return !isTold
        }
    }
}
