import GatewayDomain
import Testing

/// How a device is written to, by what was learned of it.
///
/// A row within a script takes 1 ms unless it was measured, which is assumed: no source has a figure.
struct WritePaceTests {
    private let rules = WriteRules()

    private struct NoScript: Error {}

    private func scriptRows(_ pace: WritePace) throws -> Int {
        guard case .script(let rows) = pace.way(forRows: 5000, rules: rules) else { throw NoScript() }
        return rows
    }

    private func pace(_ commandTime: Duration) -> WritePace { WritePace(commandTime: commandTime) }

    @Test func `a router that takes 20 ms for each request gets a thousand coupons by script`() {
        let way = pace(.milliseconds(20)).way(forRows: 1000, rules: rules)
        #expect(way == .script(rowsMaximum: 64))
        let time = pace(.milliseconds(20)).scriptTime(forRows: 1000, rules: rules)
        // Two scripts with their readings at a full window's time each, 20 readings of 50 names, and the rows.
        #expect(time == .milliseconds(2 * 32 * 20 + 20 * 20 + 1000))
    }

    @Test(arguments: [Duration.zero, .microseconds(200), .milliseconds(1), .milliseconds(2)])
    func `a fast router does not`(commandTime: Duration) {
        #expect(pace(commandTime).way(forRows: 1000, rules: rules) == .commands(rowsMaximum: 64))
    }

    @Test func `neither does one of which nothing is known, nor anyone for a few rows`() {
        #expect(WritePace().way(forRows: 1000, rules: rules) == .commands(rowsMaximum: 64))
        #expect(pace(.milliseconds(20)).way(forRows: 47, rules: rules) == .commands(rowsMaximum: 25))
    }

    @Test func `a script that was not answered in time tells how slow a row is at least`() throws {
        var pace = pace(.milliseconds(20))
        pace.ran(scriptOf: 64, in: .milliseconds(64))
        #expect(try scriptRows(pace) == 256)
        pace.gaveUp(scriptOf: 256, after: .milliseconds(2560))
        #expect(pace.scriptRowTime == .milliseconds(10))
        pace.gaveUp(scriptOf: 256, after: .zero)
        #expect(pace.scriptRowTime == .milliseconds(10), "no time passed by a clock that was set")
        pace.scriptFailed()
        let next = pace.ofNextConnection
        #expect(next.scriptRowTime == .milliseconds(10) && next.commandTime == .milliseconds(20))
        #expect(!next.refusesScripts, "the account may do more by then")
    }

    @Test func `a router that slows down under a push is found out by it`() {
        var pace = WritePace()
        for _ in 0..<2 { pace.answered(commands: 64, in: .milliseconds(64), rules: rules) }
        #expect(pace.way(forRows: 872, rules: rules) == .commands(rowsMaximum: 64))
        pace.answered(commands: 64, in: .milliseconds(64 * 20), rules: rules)
        #expect(pace.way(forRows: 808, rules: rules) == .script(rowsMaximum: 64))
        for _ in 0..<5 { pace.answered(commands: 64, in: .milliseconds(64), rules: rules) }
        #expect(pace.way(forRows: 808, rules: rules) == .commands(rowsMaximum: 64), "and that it is fast again")
    }

    @Test func `fewer commands than a window holds, and a clock that was set, teach nothing`() {
        var pace = WritePace()
        pace.answered(commands: 15, in: .seconds(3), rules: rules)
        pace.answered(commands: 64, in: .seconds(-3600), rules: rules)
        pace.answered(commands: 64, in: .seconds(3600), rules: rules)
        pace.ran(scriptOf: 0, in: .seconds(1))
        pace.ran(scriptOf: 10, in: .seconds(-1))
        #expect(pace == WritePace())
    }

    @Test func `scripts grow with what they turn out to cost, and never last longer than a part may`() throws {
        var pace = pace(.milliseconds(20))
        var sizes: [Int] = []
        for _ in 0..<4 {
            let rows = try scriptRows(pace)
            sizes.append(rows)
            pace.ran(scriptOf: rows, in: .milliseconds(1) * rows)
        }
        #expect(sizes == [64, 256, 500, 500])
        pace.ran(scriptOf: 500, in: .milliseconds(4) * 500)
        #expect(try scriptRows(pace) == 200, "half a second at 2.5 ms, between what was and what is")
    }

    @Test func `a script whose rows take as long as commands is no gain`() {
        var pace = pace(.milliseconds(20))
        pace.ran(scriptOf: 64, in: .milliseconds(20) * 64)
        #expect(pace.way(forRows: 936, rules: rules) == .commands(rowsMaximum: 25))
    }

    @Test func `a device that refuses scripts is not asked again`() {
        var pace = pace(.milliseconds(20))
        pace.scriptFailed()
        #expect(pace.refusesScripts)
        #expect(pace.way(forRows: 1000, rules: rules) == .commands(rowsMaximum: 25))
    }
}
