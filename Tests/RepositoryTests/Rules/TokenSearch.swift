/// Finds words in blanked-out code without mistaking a part of a longer name for the word.
enum TokenSearch {
    /// The offsets at which `token` stands in `line` as a word of its own; `.token` counts only as a `member`.
    static func offsets(of token: String, in line: String, member: Bool = false) -> [Int] {
        let bytes = Array(line.utf8)
        let wanted = Array(token.utf8)
        guard let first = wanted.first, let last = wanted.last, bytes.count >= wanted.count else { return [] }
        return (0...(bytes.count - wanted.count)).filter { start in
            guard bytes[start] == first, bytes[start..<(start + wanted.count)].elementsEqual(wanted) else {
                return false
            }
            if start > 0, isName(first) {
                let before = bytes[start - 1]
                if isName(before) || (before == UInt8(ascii: ".") && !member) { return false }
            }
            let end = start + wanted.count
            return !(isName(last) && end < bytes.count && isName(bytes[end]))
        }
    }

    /// True when `token` stands in `line` as a word of its own.
    static func contains(_ token: String, in line: String, member: Bool = false) -> Bool {
        !offsets(of: token, in: line, member: member).isEmpty
    }

    /// The names (identifiers and keywords) of a line, in order.
    static func names(in line: String) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }

    static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: byte >= 0x80
        }
    }
}
