import Foundation
import Testing

@testable import gardengate

/// `gardengate configuration`, and where commands find their database by a file.
@Suite struct ConfigurationCommandTests {
    @Test func `every key is listed, for people and for programs`() async throws {
        let place = try Workplace()
        let text = try await place.text("configuration")
        let list = try await place.json("configuration").elements
        #expect(list.count == ConfigurationKey.all.count)
        for key in ConfigurationKey.all {
            #expect(text.contains("\n\(key.name): ") || text.hasPrefix("\(key.name): "))
            #expect(text.contains(key.environmentName))
        }
        let look = list.first { $0["key"].string == "sync.look-interval" }
        #expect(look?["default"].string == "1m")
        #expect(look?["bounds"].string == "1s to 1d")
        #expect(look?["environment"].string == "GARDENGATE_SYNC_LOOK_INTERVAL")
        #expect(look?["option"].string == "--look-interval")
        let one = try await place.text("configuration", "limits", "wait")
        #expect(one.contains("limits.rows-per-day: 20000") && one.contains("wait: false") && !one.contains("sync."))
        #expect(!FileManager.default.fileExists(atPath: place.path("gate.db")))
    }

    @Test func `a file is checked as a whole, and each mistake is a line`() async throws {
        let place = try Workplace()
        let good = place.path("good.yaml")
        try await place.text("configuration", "--example", "--set", "http.listen=127.0.0.1:8080").write(
            toFile: good,
            atomically: true,
            encoding: .utf8
        )
        #expect(try await place.text("configuration", "--check", good).contains("it gives 1 key"))
        let bad = place.path("bad.yaml")
        try "sync:\n  look-interval: 60\n  audit: 6h\n".write(toFile: bad, atomically: true, encoding: .utf8)
        let outcome = try await place.run("configuration", "--check", bad)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 2)
        #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("error: \(bad):") })
        let programs = try await place.run("configuration", "--check", bad, "--json")
        #expect(programs.status == 64)
        let problems = try JSONValue(parsing: programs.output)["problems"].elements
        #expect(problems.map { $0["line"].number } == [2, 3])
        #expect(programs.errors.isEmpty)
        let none = try await place.run("configuration", "--check", place.path("none.yaml"))
        #expect(none.status == 64)
        #expect(none.errors.contains("none.yaml") && none.errors.contains("there is no such file"))
        let folder = try await place.run("configuration", "--check", "/tmp")
        #expect(folder.status == 64)
        #expect(folder.errorLines.count == 1 && folder.errors.contains("is a directory"), "\(folder.errors)")
    }

    @Test(arguments: [
        (["configuration", "sync.look-intervall"], "did you mean sync.look-interval?"),
        (["configuration", "--set", "wait=true"], "--set goes with --example"),
        (["configuration", "--example", "--check", "a"], "exclude each other"),
        (
            ["serve", "--look-interval", "60"],
            "--look-interval \"60\" has no unit; give a duration with its unit, such as 60s"
        ),
        (
            ["serve", "--look-interval", "6h", "--audit-interval", "5m"],
            "--audit-interval is 5m, and --look-interval is 6h"
        ),
        (["serve", "--set", "sync.conections=5"], "did you mean sync.connections?"),
        (["serve", "--config", "/nowhere/a.yaml"], "/nowhere/a.yaml: the configuration cannot be read"),
    ])
    func `what is not understood is one line`(arguments: [String], message: String) async throws {
        let place = try Workplace()
        let outcome = try await place.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: place.path("gate.db")))
    }

    @Test func `a command finds its database in the file that the environment names, unless it is told another`()
        async throws
    {
        let place = try Workplace()
        let file = place.path("gate.yaml")
        try "database: \(place.path("filed.db"))\n".write(toFile: file, atomically: true, encoding: .utf8)
        var environment = place.environment
        environment["GARDENGATE_CONFIG"] = file
        environment["GARDENGATE_DATABASE"] = nil
        func run(_ arguments: String..., environment: [String: String]) async throws -> CommandProcess.Outcome {
            try await CommandProcess(arguments, environment: environment).outcome()
        }
        #expect(try await run("instance", "add", "Lobby", environment: environment).status == 0)
        #expect(FileManager.default.fileExists(atPath: place.path("filed.db")))
        let other = try await run("instance", "list", "--database", place.path("gate.db"), environment: environment)
        #expect(other.errors.contains("there is no database at \(place.path("gate.db"))"))
        // Mistakes elsewhere in the file are told by serve; one that hides the database is told here.
        try "database: \(place.path("filed.db"))\nsync.look: 5\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try await run("instance", "list", environment: environment).status == 0)
        try "database: [a\n".write(toFile: file, atomically: true, encoding: .utf8)
        let broken = try await run("instance", "list", environment: environment)
        #expect(broken.status == 64)
        #expect(broken.errors.contains("gate.yaml") && broken.errorLines.count == 1)
    }
}
