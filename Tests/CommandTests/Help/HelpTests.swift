import Foundation
import Testing

/// The help of every command, held against `fixtures/help`; `RECORD_FIXTURES=1` records it anew.
@Suite struct HelpTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("fixtures/help")

    /// What a recorded help begins with.
    private static let header = "# origin: printed by this project's command itself, recorded by HelpTests\n"

    /// The commands that a help lists: indented by two spaces below a heading of subcommands.
    private static func subcommands(in help: String) -> [String] {
        var isListing = false
        var found: [String] = []
        for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasSuffix("SUBCOMMANDS:") {
                isListing = true
            } else if line.isEmpty || line.hasPrefix("  See ") {
                isListing = false
            } else if isListing, line.hasPrefix("  "), !line.hasPrefix("   ") {
                found += line.split(separator: " ").first.map { [String($0)] } ?? []
            }
        }
        return found
    }

    /// The help of a command and of everything below it, by the words of the command.
    private static func helps(_ place: Workplace, below words: [String] = []) async throws -> [[String]: String] {
        let outcome = try await place.run(words + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        var found = [words: outcome.output]
        for command in subcommands(in: outcome.output) {
            found.merge(try await helps(place, below: words + [command])) { $1 }
        }
        return found
    }

    @Test func `the help of every command is as recorded, and has an example`() async throws {
        let place = try Workplace()
        let helps = try await Self.helps(place)
        #expect(helps.count > 30, "only \(helps.count) commands were found")
        let isRecording = ProcessInfo.processInfo.environment["RECORD_FIXTURES"] == "1"
        if isRecording {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        }
        var names: [String] = []
        for (words, help) in helps {
            let name = (["gardengate"] + words).joined(separator: "-") + ".txt"
            names.append(name)
            let file = Self.folder.appendingPathComponent(name)
            if isRecording { try Data((Self.header + help).utf8).write(to: file) }
            let recorded = try? String(contentsOf: file, encoding: .utf8)
            #expect(
                Self.header + help == recorded,
                "\(name) differs; if that is right, record it with RECORD_FIXTURES=1"
            )
            #expect(help.contains("gardengate \(words.joined(separator: " "))"), "\(name) has no example")
            if !words.isEmpty { #expect(help.contains("Example"), "\(name) has no example") }
        }
        let recorded = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(recorded.sorted() == names.sorted(), "a help of a command that is gone")
        #expect(!FileManager.default.fileExists(atPath: place.path("gate.db")))
    }
}
