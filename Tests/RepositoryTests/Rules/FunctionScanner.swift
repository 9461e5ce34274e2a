/// Finds the functions, initializers and deinitializers of a Swift file by their braces.
enum FunctionScanner {
    /// A function's name and the lines, from 1, of its declaration and of its closing brace.
    struct Function: Equatable {
        let name: String
        let first: Int
        let last: Int

        var lineCount: Int { last - first + 1 }
    }

    static func functions(in file: SourceFile) -> [Function] {
        let text = Array(file.code.joined(separator: "\n").utf8)
        var found: [Function] = []
        var line = 1
        var position = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "\n") {
                line += 1
            } else if isWordStart(text, position), let name = declaration(text, position),
                let body = bodyStart(text, from: position), let end = closingBrace(text, from: body)
            {
                let height = text[position...end].count { $0 == UInt8(ascii: "\n") }
                found.append(Function(name: name, first: line, last: line + height))
            }
            position += 1
        }
        return found
    }

    private static func isWordStart(_ text: [UInt8], _ position: Int) -> Bool {
        guard TokenSearch.isName(text[position]) else { return false }
        guard position > 0 else { return true }
        return !TokenSearch.isName(text[position - 1]) && text[position - 1] != UInt8(ascii: ".")
    }

    private static func word(_ text: [UInt8], _ position: Int) -> ArraySlice<UInt8> {
        text[position...].prefix { TokenSearch.isName($0) }
    }

    private static func declaration(_ text: [UInt8], _ position: Int) -> String? {
        switch String(decoding: word(text, position), as: UTF8.self) {
        case "func":
            let rest = text[(position + 4)...].drop { $0 == UInt8(ascii: " ") }
            return String(decoding: rest.prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "<") }, as: UTF8.self)
        case "init": return "init"
        case "deinit": return "deinit"
        default: return nil
        }
    }

    /// The brace that opens the body; nil for a requirement of a protocol, which has none.
    private static func bodyStart(_ text: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var position = start
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return position
            case UInt8(ascii: "}") where depth <= 0: return nil
            case UInt8(ascii: "\n") where depth == 0:
                if !signatureContinues(text, position) { return nil }
            default: break
            }
            if depth < 0 { return nil }
            position += 1
        }
        return nil
    }

    private static func signatureContinues(_ text: [UInt8], _ newline: Int) -> Bool {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        guard let next = text[newline...].firstIndex(where: { !isBlank($0) }) else { return false }
        if text[next] == UInt8(ascii: "{") || text[next...].starts(with: "->".utf8) { return true }
        let continuing: Set<String> = ["async", "throws", "rethrows", "where"]
        return continuing.contains(String(decoding: word(text, next), as: UTF8.self))
    }

    private static func closingBrace(_ text: [UInt8], from open: Int) -> Int? {
        var depth = 0
        for position in open..<text.count {
            if text[position] == UInt8(ascii: "{") { depth += 1 }
            if text[position] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return position }
        }
        return nil
    }
}
