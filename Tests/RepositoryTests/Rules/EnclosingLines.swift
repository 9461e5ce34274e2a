/// For each line of a file, the lines on which the blocks around it were opened.
struct EnclosingLines {
    /// The innermost opening brace's line that is still open where each line begins.
    private let parents: [Int?]

    init(_ file: SourceFile) {
        var open: [Int] = []
        parents = file.code.indices.map { index in
            let parent = open.last
            for byte in file.code[index].utf8 {
                if byte == UInt8(ascii: "{") { open.append(index) }
                if byte == UInt8(ascii: "}"), !open.isEmpty { open.removeLast() }
            }
            return parent
        }
    }

    /// The lines, from 0, that opened the blocks around line `index`, innermost first.
    func lines(around index: Int) -> [Int] {
        var found: [Int] = []
        var current = parents[index]
        while let line = current {
            found.append(line)
            current = parents[line]
        }
        return found
    }
}
