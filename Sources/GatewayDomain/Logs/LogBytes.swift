/// Takes a line apart from left to right, without copying it.
struct LogBytes {
    /// What was not read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes one character, when it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first.map(UInt32.init) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes all spaces that come next, and says how many there were.
    @discardableResult
    mutating func skipSpaces() -> Int {
        let spaces = rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        rest = rest.dropFirst(spaces)
        return spaces
    }

    /// A number of so many digits, when exactly these come next, without a further digit behind them.
    mutating func number(digits: ClosedRange<Int>) -> Int64? {
        let taken = rest.prefix(digits.upperBound + 1).prefix(while: Self.isDigit)
        guard digits.contains(taken.count) else { return nil }
        rest = rest.dropFirst(taken.count)
        return taken.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// A month by the three letters of its English name, in any case: 1 to 12.
    mutating func month() -> Int64? {
        let letters = rest.prefix(3).map { $0 | 0x20 }
        guard letters.count == 3, let index = Self.months.firstIndex(where: { $0.elementsEqual(letters) })
        else { return nil }
        rest = rest.dropFirst(3)
        return Int64(index) + 1
    }

    /// Everything up to the next space or the end, without it.
    func word() -> ArraySlice<UInt8> {
        rest.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    }

    /// Passes over as many bytes.
    mutating func drop(_ count: Int) {
        rest = rest.dropFirst(count)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        .map { Array($0.utf8) }
}

extension ArraySlice<UInt8> {
    /// Whether it begins with a text.
    func begins(with text: StaticString) -> Bool {
        text.withUTF8Buffer { starts(with: $0) }
    }

    /// Without spaces, tabs and line ends at both ends.
    var trimmed: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let rest = drop(while: isBlank)
        let tail = rest.reversed().prefix(while: isBlank).count
        return rest.dropLast(tail)
    }
}
