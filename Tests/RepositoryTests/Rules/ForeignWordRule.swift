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
        var words = ["/work/", "../shared", "issue #", "this session", "brief.md"]
        if isSource { words += ["/tmp/", "/root/"] }
        var found = words.filter { lowered.contains($0) }
        let names = TokenSearch.names(in: lowered)
        for (word, next) in zip(names, names.dropFirst()) where next.first?.isNumber == true {
            if word == "facts" && lowered.contains("facts \(next)") { found.append("facts \(next)") }
            if word == "issue" && lowered.contains("issue \(next)") { found.append("issue \(next)") }
        }
        return found
    }
}
