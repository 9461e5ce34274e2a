/// A `try?` throws an error away: a comment on the same line, or right above the statement, says why that is right.
struct LostErrorRule: FileRule {
    func violations(in file: SourceFile) -> [Violation] {
        guard file.isSwift, file.isSource else { return [] }
        return file.code.indices.filter { index in
            file.code[index].contains(/\btry\?/)
                && !Self.isCommented(file.comments[index])
                && !(index > 0 && Self.isCommented(file.comments[index - 1]))
        }.map {
            Violation(
                path: file.path,
                line: $0 + 1,
                message: "try? without a comment that says why the error may be lost"
            )
        }
    }

    private static func isCommented(_ comment: String) -> Bool { comment.contains { !$0.isWhitespace && $0 != "/" } }
}
