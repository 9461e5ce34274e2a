import ArgumentParser
import GatewayDomain
import GatewayStore

/// Pushes new coupons to a router that holds none, by the command's own way: connect, read, write, read back, record.
struct PushBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "push")

    @OptionGroup var router: RouterAddress

    @Option(help: "How many coupons.")
    var count = 1000

    @Option(help: "How many commands are in flight.")
    var window = 16

    @Flag(inversion: .prefixedNo, help: "Whether scripts may say several rows at once.")
    var scripts = true

    private struct Figures: Encodable {
        let held: Int
        let seconds: Double
        let outcome: String
    }

    func run() async throws {
        let before = try await router.userCount()
        let world = try await World(
            ports: [router.port],
            fingerprint: router.fingerprint,
            window: window,
            writesByScript: scripts
        )
        try await world.makeCoupons(count)
        let began = ContinuousClock.now
        let outcome = try await world.push(world.sites[0])
        let seconds = (ContinuousClock.now - began).seconds
        try world.close()
        try report(
            Figures(
                held: try await router.userCount() - before,
                seconds: seconds,
                outcome: outcome.rawValue
            )
        )
    }
}
