import ArgumentParser
import RouterOSAPI

/// Adds hotspot users, several commands in flight, and counts what the router holds afterwards.
struct AddsBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "adds")

    @OptionGroup var router: RouterAddress

    @Option(help: "How many rows.")
    var count = 20_000

    @Option(help: "How many commands are in flight.")
    var window = 64

    @Flag(help: "The router only answers and keeps nothing: what is counted are its answers.")
    var answersOnly = false

    private struct Figures: Encodable {
        let rows: Int
        let held: Int
        let seconds: Double
    }

    func run() async throws {
        let connection = try await router.connect(window: window)
        let commands = (0..<count).map(HotspotRows.add)
        let before = answersOnly ? 0 : try await router.userCount(over: connection)
        let began = ContinuousClock.now
        let answers = await connection.batch(commands, window: window)
        let seconds = (ContinuousClock.now - began).seconds
        for answer in answers { _ = try answer.get() }
        let after = answersOnly ? answers.count : try await router.userCount(over: connection) - before
        await connection.close()
        try report(Figures(rows: count, held: after, seconds: seconds))
    }
}
