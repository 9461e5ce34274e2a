/// What a name may be.
///
/// Names are written by programmers, values by anybody; so a wrong name is a programming error.
enum AttributeName {
    /// Not empty, without `=` (it would move the border between name and value) and without control characters.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 != 0x7F }
    }

    /// As ``isValid(_:)``, and not beginning like an operator, since the first character of a query word is one.
    static func isValidInQuery(_ name: String) -> Bool {
        guard let first = name.utf8.first else { return false }
        return self.isValid(name) && !"-#<>=".utf8.contains(first)
    }
}
