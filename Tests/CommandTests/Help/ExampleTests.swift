import ArgumentParser
import Foundation
import Testing

@testable import gardengate

/// Every command line that the README and the help texts show is understood by the command as it is.
@Suite struct ExampleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The lines of a text that are a command of their own, which prose that begins with the name is not.
    private static func examples(in text: String) -> [String] {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { line in
            line.hasPrefix("gardengate ")
                && !["gardengate stands ", "gardengate pushes "].contains { line.hasPrefix($0) }
        }.map(String.init)
    }

    private static func check(_ line: String, in file: String) {
        do {
            // What follows a pipe is another program's.
            _ = try Gardengate.parseAsRoot(Array(Readme.words(line).dropFirst().prefix { $0 != "|" }))
        } catch {
            Issue.record("\(file): \(line): \(Gardengate.message(for: error))")
        }
    }

    @Test func `what the README tells people to type is understood`() throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
        let lines = Self.examples(in: text)
        #expect(lines.count >= 6, "the README shows no commands")
        for line in lines { Self.check(line, in: "README.md") }
    }

    @Test func `the examples of every help are understood`() throws {
        let folder = Self.root.appendingPathComponent("fixtures/help")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count > 30)
        for name in names.sorted() {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for line in Self.examples(in: text) { Self.check(line, in: name) }
        }
    }

    @Test func `an example that is wrong would be found`() {
        #expect(throws: (any Error).self) {
            _ = try Gardengate.parseAsRoot(Readme.words("coupon create --instance \"Two Words\" --cuont 3"))
        }
        #expect(
            Readme.words("site add \"Hotel Linde\" --instance Lobby") == [
                "site", "add", "Hotel Linde", "--instance", "Lobby",
            ]
        )
    }
}
