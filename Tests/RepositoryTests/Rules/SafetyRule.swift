/// What the compiler cannot check carries a `// SAFETY:` comment right above that says why it holds.
///
/// Strict (right above the statement): `@unchecked Sendable`, `nonisolated(unsafe)`, functions named `unsafe…`, and a
/// task without a parent. Pointers (`Unsafe…Pointer`, `withUnsafe…`) may be covered once for the whole function or type.
struct SafetyRule: FileRule {
    func violations(in file: SourceFile) -> [Violation] {
        guard file.isSwift, file.isSource else { return [] }
        let enclosing = EnclosingLines(file)
        return file.code.indices.compactMap { index in
            guard let escape = Self.escape(in: file.code[index]) else { return nil }
            if Self.isCovered(index, in: file) { return nil }
            if escape.isPointer, enclosing.lines(around: index).contains(where: { Self.isCovered($0, in: file) }) {
                return nil
            }
            return Violation(
                path: file.path,
                line: index + 1,
                message: "\(escape.name) without a // SAFETY: line above"
            )
        }
    }

    private static func escape(in code: String) -> (name: String, isPointer: Bool)? {
        if code.contains("@unchecked Sendable") { return ("@unchecked Sendable", false) }
        if code.contains("nonisolated(unsafe)") { return ("nonisolated(unsafe)", false) }
        if isUnstructuredTask(code) { return ("a task without a parent", false) }
        for name in TokenSearch.names(in: code) {
            if name.hasPrefix("unsafe") { return (String(name), false) }
            if name.contains("Unsafe") || name == "Unmanaged" { return (String(name), true) }
        }
        return nil
    }

    static func isUnstructuredTask(_ code: String) -> Bool {
        if code.contains("Task.detached") { return true }
        return TokenSearch.offsets(of: "Task", in: code).contains { offset in
            let rest = code.utf8.dropFirst(offset + 4).drop { $0 == UInt8(ascii: " ") }
            return rest.first.map("{(<".utf8.contains) ?? false
        }
    }

    /// True when the comment right above line `index`, or above the beginning of its statement, says SAFETY.
    static func isCovered(_ index: Int, in file: SourceFile) -> Bool {
        var current = index
        while current > 0 {
            let above = current - 1
            if isBlank(file.code[above]) {
                if isBlank(file.comments[above]) { return false }
                if file.comments[above].contains("SAFETY:") { return true }
            } else if !continues(file.code[above], file.code[current]) {
                return false
            }
            current = above
        }
        return false
    }

    /// True when `line` is a further line of the statement (or the attribute) that `above` begins.
    private static func continues(_ above: String, _ line: String) -> Bool {
        let trimmed = above.drop(while: \.isWhitespace)
        if trimmed.hasPrefix("@"), !trimmed.contains("{"), indentation(above) == indentation(line) { return true }
        return indentation(above) < indentation(line) && !trimmed.contains("{")
    }

    private static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }
    private static func indentation(_ line: String) -> Int { line.utf8.prefix { $0 == UInt8(ascii: " ") }.count }
}
