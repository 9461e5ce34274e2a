/// Files and functions that a reader can hold in the head.
///
/// A state machine may be as long as its one exhaustive `switch` per event needs, and a table of what RouterOS knows as
/// long as RouterOS; both say so by their names (`…StateMachine.swift`, a folder `Schema`).
struct LengthRule: FileRule {
    static let fileLinesMaximum = 300
    static let functionLinesMaximum = 70

    func violations(in file: SourceFile) -> [Violation] {
        guard file.isSwift, !Self.isExempt(file) else { return [] }
        var found: [Violation] = []
        if file.lines.count > Self.fileLinesMaximum {
            let message =
                "\(file.lines.count) lines, more than \(Self.fileLinesMaximum): split it by type or by concern"
            found.append(Violation(path: file.path, line: 0, message: message))
        }
        for function in FunctionScanner.functions(in: file) where function.lineCount > Self.functionLinesMaximum {
            let message = "\(function.name) has \(function.lineCount) lines, more than \(Self.functionLinesMaximum)"
            found.append(Violation(path: file.path, line: function.first, message: message))
        }
        return found
    }

    static func isExempt(_ file: SourceFile) -> Bool {
        file.name.hasSuffix("StateMachine.swift") || file.path.contains("/Schema/")
    }
}
