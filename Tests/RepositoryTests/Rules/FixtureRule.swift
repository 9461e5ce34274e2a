/// Each recorded file says where it comes from: in a header of its own, or in `fixtures/README.md`.
struct FixtureRule {
    static let headerLines = 10

    /// What is wrong with `files` (all below `fixtures/`), given the text of the folder's README, nil without one.
    func violations(in files: [SourceFile], readme: String?) -> [Violation] {
        files.filter { $0.path != "fixtures/README.md" }.filter { file in
            !Self.hasOrigin(file) && !Self.isNamed(file, in: readme ?? "")
        }.map {
            let message =
                "has no origin: a line `origin: …` among the first \(Self.headerLines), or an entry in fixtures/README.md"
            return Violation(path: $0.path, line: 0, message: message)
        }
    }

    private static func hasOrigin(_ file: SourceFile) -> Bool {
        file.lines.prefix(headerLines).contains { line in
            guard let range = line.lowercased().firstRange(of: "origin") else { return false }
            let rest = line.lowercased()[range.upperBound...].drop { "\":= ".contains($0) }
            return rest.count > 3
        }
    }

    /// The entry names the path below `fixtures/` in backticks and says something after it on the same line.
    private static func isNamed(_ file: SourceFile, in readme: String) -> Bool {
        let mark = "`\(file.path.dropFirst("fixtures/".count))`"
        return readme.split(separator: "\n").contains { line in
            guard let range = line.firstRange(of: mark) else { return false }
            return line[range.upperBound...].count(where: \.isLetter) > 8
        }
    }
}
