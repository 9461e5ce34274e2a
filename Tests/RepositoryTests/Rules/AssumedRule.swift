/// `// ASSUMED:` marks simulator behaviour that nobody has measured or published, so that fiction is countable.
struct AssumedRule: FileRule {
    func violations(in file: SourceFile) -> [Violation] {
        guard file.isSwift, file.isSource else { return [] }
        return file.comments.enumerated().compactMap { index, comment in
            guard let rest = Self.assumption(comment) else { return nil }
            // `ASSUMED for menus without a text of their own: …` narrows it down, which is welcome.
            if let colon = rest.firstIndex(of: ":"), rest[colon...].count(where: \.isLetter) > 8 { return nil }
            return Violation(path: file.path, line: index + 1, message: "write `ASSUMED: what is assumed`, on one line")
        }
    }

    /// How many assumptions a file marks.
    static func count(in file: SourceFile) -> Int { file.comments.count { assumption($0) != nil } }

    /// What follows the word, where a comment begins with it.
    private static func assumption(_ comment: String) -> Substring? {
        let text = comment.drop { $0.isWhitespace || $0 == "/" }
        return text.hasPrefix("ASSUMED") ? text.dropFirst("ASSUMED".count) : nil
    }
}
