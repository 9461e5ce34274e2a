import Foundation
import RouterOSSimulator
import Testing

/// A gateway whose configuration changes while it serves.
@Suite struct ReloadTests {
    private static func write(_ text: String, to place: Workplace) throws {
        try text.write(toFile: place.path("gate.yaml"), atomically: true, encoding: .utf8)
    }

    private static func serve(_ place: Workplace, notifying socket: NotifySocket? = nil) throws -> CommandProcess {
        var environment = place.environment
        environment["NOTIFY_SOCKET"] = socket?.name
        return try CommandProcess(
            ["serve", "--config", place.path("gate.yaml"), "--json"],
            environment: environment,
            deadline: .seconds(180)
        )
    }

    @Test(.timeLimit(.minutes(15)))
    func `a shorter interval holds from the signal on, and what takes a restart is named`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let codes = try await place.coupons(3)
            try Self.write("sync:\n  look-interval: 1d\n  audit-interval: 2d\n", to: place)
            let process = try Self.serve(place)
            #expect(await process.outputLine(containing: "\"process_id\"") != nil)
            try await router.holds(codes)
            // Nobody is to look for a day.
            try await router.edit("/ip/hotspot/user/remove", [".id": codes[0]])
            try Self.write(
                "sync:\n  look-interval: 1s\n  audit-interval: 2d\nlog.level: debug\nhttp.listen: 127.0.0.1:0\n",
                to: place
            )
            process.signal(SIGHUP)
            let line = await process.errorLine(containing: "configuration reloaded")
            #expect(line?.contains("sync.look-interval 1d -> 1s") == true, "\(line ?? "")")
            #expect(line?.contains("log.level notice -> debug") == true, "\(line ?? "")")
            let waiting = await process.errorLine(containing: "wait for a restart")
            #expect(waiting?.contains("http.listen") == true && waiting?.contains("sync") == false, "\(waiting ?? "")")
            try await router.holds(codes)
            process.signal(SIGTERM)
            let outcome = await process.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains(" debug "), "the level did not change")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a file with mistakes changes nothing, in one line, and systemd hears of the end of it`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        try Self.write("sync:\n  look-interval: 1h\n", to: place)
        let socket = try NotifySocket(place.path("notify"))
        let process = try Self.serve(place, notifying: socket)
        let ready = await socket.message(with: "READY=1")
        try Self.write("sync:\n  look-interval: 5\n  audit-intervall: 1s\nlog.level: debug\n", to: place)
        process.signal(SIGHUP)
        let reloading = try #require(await socket.message(with: "RELOADING=1", after: (ready?.number ?? 0) + 1))
        let moment = reloading.lines.first { $0.hasPrefix("MONOTONIC_USEC=") }.flatMap { Int($0.dropFirst(15)) }
        #expect((moment ?? 0) > 0)
        #expect(await socket.message(with: "READY=1", after: reloading.number + 1) != nil)
        let line = await process.errorLine(containing: "not reloaded")
        #expect(line?.contains("gate.yaml:2") == true && line?.contains("gate.yaml:3") == true, "\(line ?? "")")
        // Nothing of it holds, and the next reading finds the same as before.
        try Self.write("sync:\n  look-interval: 1h\n", to: place)
        process.signal(SIGHUP)
        #expect(await process.errorLine(containing: "changed=nothing") != nil)
        process.signal(SIGTERM)
        let outcome = await process.outcome()
        #expect(outcome.status == 0)
        #expect(outcome.errors.split(separator: "\n").count { $0.contains("not reloaded") } == 1)
        #expect(!outcome.errors.contains(" debug "))
    }

    @Test(.timeLimit(.minutes(15)))
    func `flags win over the environment, and that over the file, also when it is read again`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        try Self.write("sync:\n  look-interval: 1h\n  audit-interval: 3h\n  stop-grace: 2s\n", to: place)
        var environment = place.environment
        environment["GARDENGATE_SYNC_AUDIT_INTERVAL"] = "4h"
        let process = try CommandProcess(
            ["serve", "--config", place.path("gate.yaml"), "--json", "--look-interval", "2h"],
            environment: environment,
            deadline: .seconds(180)
        )
        #expect(await process.outputLine(containing: "\"process_id\"") != nil)
        try Self.write("sync:\n  look-interval: 30m\n  audit-interval: 5h\n  stop-grace: 3s\n", to: place)
        process.signal(SIGHUP)
        let line = await process.errorLine(containing: "configuration reloaded")
        #expect(line?.contains("changed=sync.stop-grace 2s -> 3s") == true, "\(line ?? "")")
        process.signal(SIGTERM)
        #expect(await process.outcome().status == 0)
    }

    @Test(.timeLimit(.minutes(15)))
    func `without a file there is nothing to read again, and the signal ends it as ever`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let process = try place.start(["serve", "--json"], deadline: .seconds(180))
        #expect(await process.outputLine(containing: "\"process_id\"") != nil)
        process.signal(SIGHUP)
        #expect(await process.outcome().status == 128 + SIGHUP)
    }
}
