import ArgumentParser
import RouterOSAPI

/// Reads all hotspot users of a router and looks at three properties of each.
struct ReadBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "read")

    @OptionGroup var router: RouterAddress

    @Option(help: "How often, after one time to warm up.")
    var rounds = 20

    private struct Figures: Encodable {
        let rows: Int
        let seconds: Double
    }

    func run() async throws {
        let connection = try await router.connect()
        var times: [Double] = []
        var (rows, bytes) = (0, 0)
        for round in 0...rounds {
            let began = ContinuousClock.now
            (rows, bytes) = try await read(over: connection)
            if round > 0 { times.append((ContinuousClock.now - began).seconds) }
        }
        guard rows > 0, bytes > rows else { throw ValidationError("the router gave no rows to look at") }
        await connection.close()
        try report(Figures(rows: rows, seconds: times.median))
    }

    private func read(over connection: RouterOSConnection) async throws -> (rows: Int, bytes: Int) {
        var (rows, bytes) = (0, 0)
        for row in try await connection.call(Command("\(HotspotRows.menu)/print")).rows {
            rows += 1
            for name in ["name", "profile", "comment"] { bytes += row.bytes(name)?.count ?? 0 }
        }
        return (rows, bytes)
    }
}
