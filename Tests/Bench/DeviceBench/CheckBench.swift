import ArgumentParser
import GatewayDomain
import GatewayStore

/// Compares everything on a router that is as it should be: the second push, over a connection of its own.
struct CheckBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check")

    @OptionGroup var router: RouterAddress

    @Option(help: "How many coupons the router holds.")
    var users = 0

    @Option(help: "How many rows its walled garden has.")
    var garden = 0

    @Option(help: "How often.")
    var rounds = 5

    private struct Figures: Encodable {
        let usersHeld: Int
        let seconds: Double
        let processorSeconds: Double
    }

    func run() async throws {
        let before = try await router.userCount()
        let world = try await World(ports: [router.port], fingerprint: router.fingerprint)
        try await world.makeCoupons(users)
        try await world.makeGarden(garden, at: world.sites[0])
        let outcome = try await world.push(world.sites[0])
        guard outcome == .converged else { throw BenchError("the first push: \(outcome.rawValue)") }
        var (times, work): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            let (began, busy) = (ContinuousClock.now, Usage.processorSeconds)
            let outcome = try await world.push(world.sites[0])
            times.append((ContinuousClock.now - began).seconds)
            work.append(Usage.processorSeconds - busy)
            guard outcome == .unchanged else { throw BenchError("there was something to change: \(outcome.rawValue)") }
        }
        try world.close()
        try report(
            Figures(
                usersHeld: try await router.userCount() - before,
                seconds: times.median,
                processorSeconds: work.median
            )
        )
    }
}
