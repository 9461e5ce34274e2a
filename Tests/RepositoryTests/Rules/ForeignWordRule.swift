/// Words that mean something only on one machine or in one conversation, and nothing to the next reader.
struct ForeignWordRule: FileRule {
    /// Files that must name such words: the rules themselves, and the one script that looks beside the checkout.
    static let exempt = ["Tests/RepositoryTests/", ".ci/run"]

    func violations(in file: SourceFile) -> [Violation] {
        guard !Self.exempt.contains(where: { file.path.hasPrefix($0) }) else { return [] }
        return file.lines.enumerated().flatMap { index, line in
            Self.words(in: line, isSource: file.isSource).map {
                let message = "\"\($0)\" means nothing outside of one machine or one conversation"
                return Violation(path: file.path, line: index + 1, message: message)
            }
        }
    }

    private static func words(in line: String, isSource: Bool) -> [String] {
        let lowered = line.lowercased()
        var words = ["/work/", "../shared", "brief.md"]
        if isSource { words += ["/tmp/", "/root/"] }
        var found = words.filter { lowered.contains($0) }
        let parts = lowered.split { $0 == " " || $0 == "(" }
        for (index, word) in parts.enumerated().dropLast() where word == "facts" || word == "issue" {
            // `owner/project issue 13` is a public source; an issue without its project is nobody's.
            let isPublic = word == "issue" && index > 0 && parts[index - 1].contains("/")
            let isNumber = parts[index + 1].drop { $0 == "#" }.first?.isNumber == true
            if isNumber, !isPublic { found.append("\(word) \(parts[index + 1])") }
        }
        return found
    }
}
