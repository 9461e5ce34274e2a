import ArgumentParser
import RouterOSAPI

/// Makes many connections at once, logs in on each and reads all users.
struct SessionsBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sessions")

    @OptionGroup var router: RouterAddress

    @Option(help: "How many sessions.")
    var count = 1000

    @Option(help: "How many at once.")
    var concurrency = 128

    private struct Figures: Encodable {
        let sessions: Int
        let rows: Int
        let seconds: Double
    }

    func run() async throws {
        let began = ContinuousClock.now
        let rows = try await withThrowingTaskGroup(of: Int.self) { group in
            var (started, rows) = (0, 0)
            while started < min(count, concurrency) {
                group.addTask { try await session() }
                started += 1
            }
            while let read = try await group.next() {
                rows += read
                guard started < count else { continue }
                group.addTask { try await session() }
                started += 1
            }
            return rows
        }
        try report(Figures(sessions: count, rows: rows, seconds: (ContinuousClock.now - began).seconds))
    }

    private func session() async throws -> Int {
        let connection = try await router.connect()
        let rows = try await connection.call(Command("\(HotspotRows.menu)/print")).rows.count
        await connection.close()
        return rows
    }
}
