import ArgumentParser
import Foundation
import NIOPosix
import RouterOSAPI
import RouterOSSimulator

/// Routers in a process of their own, until its standard input ends.
///
/// The first line that it prints says where they are. On a line `activity` it prints what they have done since.
struct Routers: AsyncParsableCommand {
    enum Kind: String, ExpressibleByArgument {
        /// The simulator: keeps tables and rules.
        case simulator
        /// Answers each command with what was prepared, and keeps nothing: how fast a client can be at all.
        case answerer
    }

    @Option var kind = Kind.simulator
    @Flag(help: "Plain API without TLS.") var plain = false
    @Option(help: "How many routers.") var count = 1
    @Option(help: "How many hotspot users each holds.") var users = 0
    @Option(help: "Milliseconds before each command is looked at.") var latencyMs = 0
    @Flag(
        help:
            "A thousand commands a second at first, 125 after 150 of them: one virtual 7.23.2 router (danikf/tik4net)."
    ) var throttled = false
    @Option(help: "On how many threads.") var threads = 1

    private struct Place: Encodable {
        let ports: [Int]
        let fingerprint: String?
    }

    private struct Activity: Encodable {
        let commands: Int
        let logins: Int
        let writes: Int
        let scripts: Int
        let commandSeconds: Double
    }

    func run() async throws {
        // One key for all: making one takes a while, and nobody measures it.
        let identity =
            plain ? nil : try TLSServerIdentity.selfSigned(commonName: "router", subjectAltNames: ["127.0.0.1"])
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        switch kind {
        case .answerer:
            let port = try await Answerer(users: users, identity: identity).start(on: group)
            try report(Place(ports: [port], fingerprint: identity?.fingerprint?.description))
            while readLine() != nil {}
        case .simulator:
            let routers = try await simulators(identity, on: group)
            try report(Place(ports: routers.map(\.port), fingerprint: identity?.fingerprint?.description))
            while let line = readLine() {
                guard line == "activity" else { continue }
                try report(try await activity(of: routers))
            }
            for router in routers { await router.stop() }
        }
    }

    private func activity(of routers: [SimulatedRouter]) async throws -> Activity {
        var (commands, logins, writes, scripts) = (0, 0, 0, 0)
        var commandTime = Duration.zero
        for router in routers {
            let activity = try await router.activity()
            commands += activity.commandCount
            logins += activity.logins
            writes += activity.configurationWrites
            scripts += activity.commands["/execute"] ?? 0
            commandTime += activity.commandTime
        }
        return Activity(
            commands: commands,
            logins: logins,
            writes: writes,
            scripts: scripts,
            commandSeconds: commandTime.seconds
        )
    }

    private func simulators(
        _ identity: TLSServerIdentity?,
        on group: MultiThreadedEventLoopGroup
    ) async throws -> [SimulatedRouter] {
        var routers: [SimulatedRouter] = []
        for number in 1...count {
            var configuration = SimulatedRouterConfiguration(seed: UInt64(number))
            configuration.tls = identity.map { .certificate($0) } ?? .off
            let router = try await SimulatedRouter.start(configuration, on: group)
            for number in 0..<users {
                let attributes = Dictionary(
                    uniqueKeysWithValues: HotspotRows.attributes(number).map { ($0.name, $0.value) }
                )
                _ = try await router.edit("\(HotspotRows.menu)/add", attributes)
            }
            let (latency, isThrottled) = (Duration.milliseconds(latencyMs), throttled)
            try await router.setFaults { faults in
                faults.latency = latency
                guard isThrottled else { return }
                faults.commandCost = .milliseconds(1)
                faults.commandsBeforeSlowness = 150
                faults.slowCommandCost = .milliseconds(8)
            }
            routers.append(router)
        }
        return routers
    }
}
