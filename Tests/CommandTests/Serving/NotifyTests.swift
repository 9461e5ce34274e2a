import Foundation
import Logging
import Testing

@testable import gardengate

/// What whoever started `serve` hears of it, by the protocol of `sd_notify(3)`.
@Suite struct NotifyTests {
    private static func serve(
        _ place: Workplace,
        _ socket: NotifySocket,
        _ arguments: String...
    ) throws -> CommandProcess {
        var environment = place.environment
        environment["NOTIFY_SOCKET"] = socket.name
        environment["WATCHDOG_USEC"] = "4000000"
        return try CommandProcess(
            ["serve", "--listen", "127.0.0.1:0", "--json"] + arguments,
            environment: environment,
            deadline: .seconds(180)
        )
    }

    @Test(.timeLimit(.minutes(15)), arguments: [false, true])
    func `it is ready when it answers, alive while it moves, and stops when told`(isAbstract: Bool) async throws {
        let place = try Workplace()
        try await place.makeSite()
        let socket = try NotifySocket(isAbstract ? "@gardengate-\(UUID().uuidString)" : place.path("notify"))
        let process = try Self.serve(place, socket)
        let ready = try #require(await socket.message(with: "READY=1"))
        #expect(ready.number == 0, "\(socket.messages)")
        // Whoever is told that it is ready reaches it at once.
        let line = try #require(await process.outputLine(containing: "\"listen\""))
        let address = try #require(line.split(separator: "\"").last.map(String.init))
        #expect(ready.lines.contains { $0.hasPrefix("STATUS=serving on \(address); 0 connections") }, "\(ready.lines)")
        #expect(await socket.message(with: "WATCHDOG=1", after: 1) != nil)
        // Nothing is to be done, and it moves all the same.
        #expect(await socket.message(with: "WATCHDOG=1", after: socket.messages.count + 2) != nil)
        process.signal(SIGTERM)
        let stopping = await socket.message(with: "STOPPING=1")
        #expect(stopping != nil)
        let outcome = await process.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!socket.messages.dropFirst((stopping?.number ?? 0) + 1).contains { $0.contains("READY=1") })
    }

    @Test(.timeLimit(.minutes(15)))
    func `one that stands by is ready for that, and says what it waits for`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let first = try place.start(["serve", "--json"], deadline: .seconds(180))
        #expect(await first.outputLine(containing: "\"process_id\"") != nil)
        let socket = try NotifySocket(place.path("notify"))
        let second = try Self.serve(place, socket, "--wait")
        let ready = try #require(await socket.message(with: "READY=1"))
        #expect(
            ready.lines.contains { $0.hasPrefix("STATUS=standing by: ") && $0.contains("process \(first.id)") },
            "\(ready.lines)"
        )
        first.signal(SIGTERM)
        #expect(await first.outcome().status == 0)
        let line = try #require(await second.outputLine(containing: "\"listen\""))
        let address = try #require(line.split(separator: "\"").last.map(String.init))
        let seen = socket.messages.count
        let alive = await socket.message(with: "WATCHDOG=1", after: seen + 1)
        #expect(alive?.lines.contains { $0.hasPrefix("STATUS=serving on \(address)") } == true, "\(socket.messages)")
        second.signal(SIGTERM)
        #expect(await second.outcome().status == 0)
    }

    @Test(.timeLimit(.minutes(15)))
    func `what stands still is not said to be alive, until it moves again`() async throws {
        let place = try Workplace()
        let socket = try NotifySocket(place.path("notify"))
        let pulse = ServingPulse()
        let manager = ServiceManager(["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "80000"], process: 1)
        let (logger, _) = Log.standardError(LiveLogLevel(.critical))
        pulse.stage = .standingBy(reason: "another one")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await Supervision(manager: manager, pulse: pulse, logger: logger).run() }
            #expect(await socket.message(with: "READY=1") != nil)
            // No attempt was made: however long it takes, it is not alive.
            let still = try #require(await socket.message(with: "STATUS=the sync stands still"))
            #expect(!socket.messages.contains { $0.contains("WATCHDOG=1") })
            pulse.attempted()
            #expect(await socket.message(with: "WATCHDOG=1", after: still.number) != nil)
            group.cancelAll()
        }
    }

    @Test func `a watchdog of another process is not ours, and without a socket there is none`() {
        let socket = ["NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "2000000"]
        #expect(ServiceManager(socket, process: 7).watchdog == .seconds(2))
        #expect(ServiceManager(socket.merging(["WATCHDOG_PID": "7"]) { $1 }, process: 7).watchdog == .seconds(2))
        #expect(ServiceManager(socket.merging(["WATCHDOG_PID": "8"]) { $1 }, process: 7).watchdog == nil)
        #expect(ServiceManager(socket.merging(["WATCHDOG_USEC": "0"]) { $1 }, process: 7).watchdog == nil)
        #expect(ServiceManager(["WATCHDOG_USEC": "2000000"], process: 7).watchdog == nil)
        #expect(!ServiceManager(["NOTIFY_SOCKET": "vsock:2:1"], process: 7).isListening)
        #expect(!ServiceManager([:], process: 7).isListening)
    }
}
