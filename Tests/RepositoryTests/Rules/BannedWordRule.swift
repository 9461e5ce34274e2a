/// Words that stop a program or hide an error, and words that mark unfinished work.
struct BannedWordRule: FileRule {
    func violations(in file: SourceFile) -> [Violation] {
        guard file.isSwift else { return [] }
        return file.code.indices.flatMap { index in
            Self.messages(code: file.code[index], comment: file.comments[index], in: file).map {
                Violation(path: file.path, line: index + 1, message: $0)
            }
        }
    }

    private static func messages(code: String, comment: String, in file: SourceFile) -> [String] {
        var found: [String] = []
        for mark in ["TODO", "FIXME", "XXX"] where TokenSearch.contains(mark, in: comment) {
            found.append("\(mark): finish it, or say in plain words what is left out and why")
        }
        guard file.isSource else {
            let sleeps = TokenSearch.names(in: code).contains { $0 == "sleep" || $0 == "usleep" || $0 == "nanosleep" }
            if sleeps {
                found.append("a test that sleeps: wait for the event, or move the clock that the code was given")
            }
            return found
        }
        if code.contains("try!") { found.append("try! stops the process: handle the error") }
        if TokenSearch.contains("fatalError", in: code, member: true) {
            found.append(
                "fatalError: an error of a peer is thrown; our own bug is a preconditionFailure with its reason"
            )
        }
        if file.module != "gardengate", isPrint(code) {
            found.append("print in a library: log it, or return it to the caller")
        }
        return found
    }

    /// True for a call of Swift's own `print`, not for a declaration or a member of that name.
    private static func isPrint(_ code: String) -> Bool {
        guard !code.contains("func print") else { return false }
        return TokenSearch.contains("print(", in: code) || code.contains("Swift.print(")
    }
}
