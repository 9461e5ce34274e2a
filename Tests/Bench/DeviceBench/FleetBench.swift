import ArgumentParser
import Foundation

/// Compares everything on many routers that are as they should be, by the engine that serves.
struct FleetBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "fleet")

    @Option(help: "The certificate of all routers.")
    var fingerprint: String?

    @Option(help: "How many coupons each router holds.")
    var users = 500

    @Option(help: "How often.")
    var rounds = 3

    private struct Figures: Encodable {
        let devices: Int
        let seconds: Double
        let processorSeconds: Double
        let memoryPeakMebibytes: Double?
        let setUpSeconds: Double
    }

    /// The routers' ports come as a JSON list on standard input: a thousand are too many for a command line.
    func run() async throws {
        guard let line = readLine() else { throw ValidationError("no ports on standard input") }
        let ports = try JSONDecoder().decode([Int].self, from: Data(line.utf8))
        let world = try await World(ports: ports, fingerprint: fingerprint, hasScripts: true)
        try await world.makeCoupons(users)
        let start = ContinuousClock.now
        try await world.serving {
            try await world.checkAll()
            let setUp = (ContinuousClock.now - start).seconds
            var (times, work): ([Double], [Double]) = ([], [])
            for _ in 0..<rounds {
                let (began, busy) = (ContinuousClock.now, Usage.processorSeconds)
                try await world.checkAll()
                times.append((ContinuousClock.now - began).seconds)
                work.append(Usage.processorSeconds - busy)
            }
            try report(
                Figures(
                    devices: ports.count,
                    seconds: times.median,
                    processorSeconds: work.median,
                    memoryPeakMebibytes: Usage.memoryPeakMebibytes,
                    setUpSeconds: setUp
                )
            )
        }
        try world.close()
    }
}
