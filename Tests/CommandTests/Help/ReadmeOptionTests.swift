import Foundation
import Testing

/// Every option that the README names, also in the middle of a sentence, is one that its command has.
@Suite struct ReadmeOptionTests {
    /// The options of every command, by its words: what its help lists.
    private static let options: [[String]: Set<String>] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("fixtures/help")
        // Without the recorded helps there is no command, which the tests below tell.
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.reduce(into: [:]) { options, file in
            guard let help = try? String(contentsOf: file, encoding: .utf8) else { return }
            let usage = help.components(separatedBy: "\nUSAGE: gardengate").last ?? ""
            let words = usage.split(separator: "\n")[0].split(separator: " ").prefix { $0.first?.isLowercase == true }
            let list = help.components(separatedBy: "OPTIONS:\n").dropFirst().joined().split(separator: "\n")
            options[words.map(String.init)] = Set(
                list.filter { $0.hasPrefix("  -") }.flatMap { line in
                    line.split { " ,/".contains($0) }.prefix { $0.hasPrefix("-") || $0.hasPrefix("<") }
                        .filter { $0.hasPrefix("--") }.map(String.init)
                }
            )
        }
    }()

    /// Programs of others whose options are theirs.
    private static let others: Set = ["curl", "grep", "scp", "sudo", "swift", "systemctl", "wg", "wg-quick"]

    /// The command that a text begins with, by its words; nil when it names none.
    private static func command(_ words: some Collection<String>) -> [String]? {
        let words = words.first == "gardengate" ? Array(words.dropFirst()) : Array(words)
        return (1...3).reversed().map { Array(words.prefix($0)) }.first { options[$0] != nil }
    }

    /// What is wrong with the options in a chapter, one line for each.
    private static func faults(in chapters: [Readme.Chapter]) -> [String] {
        let texts = chapters.flatMap(\.code) + chapters.flatMap(\.spans)
        let lines = texts.map { text in
            Readme.words(text.replacing(#"\|"#, with: " ")).flatMap {
                $0.split { "[](),;".contains($0) }.map(String.init)
            }.prefix { $0 != "|" }
        }
        let named = Set(lines.compactMap { command($0) })
        return lines.flatMap { words -> [String] in
            let given = words.filter { $0.hasPrefix("--") }
            guard let first = words.first, !given.isEmpty, !others.contains(first), !first.contains("/") else {
                return []
            }
            // An option by itself is one of a command that the chapter names.
            let commands = command(words).map { [$0] } ?? (first.hasPrefix("--") ? Array(named) : [])
            return given.filter { option in !commands.contains { options[$0]?.contains(option) == true } }
                .map { "\($0) in \(words.joined(separator: " "))" }
        }
    }

    @Test func `every option in the README is one of its command`() throws {
        #expect(Self.options.count > 30 && Self.options[["device", "set"]]?.contains("--address") == true)
        let chapters = try Readme().chapters
        let spans = chapters.flatMap(\.spans)
        #expect(spans.count { $0.contains("--") } > 20, "the README names no options")
        for (title, parts) in Dictionary(grouping: chapters, by: { $0.titles.first ?? "" }) {
            for fault in Self.faults(in: parts) { Issue.record("README.md, \(title): \(fault)") }
        }
    }

    @Test(arguments: [
        "At another address, `device set --host` comes first.",
        "Say `gardengate device set 192.0.2.1\n--host`.",
        "See `device set`, with `--listen`.",
        "`gardengate nothing --json`",
        "```\ngardengate push --dry-urn\n```",
    ])
    func `an option that no such command has is found`(text: String) {
        #expect(Self.faults(in: Readme("# gardengate\n## Chapter\n\(text)\n").chapters).count == 1, "\(text)")
    }

    @Test(arguments: [
        "`push SITE [--dry-run \\| --confirm PLAN-ID]`", "`script/test --quick` and `curl --data-binary`",
        "`site set SITE --no-scripts`, and `--scripts`", "Push with `gardengate push SITE`, then `--json`",
    ])
    func `an option that its command has is none`(text: String) {
        #expect(Self.faults(in: Readme("# gardengate\n## Chapter\n\(text)\n").chapters) == [], "\(text)")
    }
}
