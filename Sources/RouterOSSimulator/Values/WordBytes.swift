/// The bytes of a property's value.
///
/// RouterOS keeps text as it was sent, without a character set (luqasz/librouteros#10, socialwifi/RouterOS-api#53), so
/// a value is bytes and not a `String`: a comment in windows-1252 comes back byte by byte.
struct WordBytes: Hashable, Sendable {
    var bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    init(_ number: some BinaryInteger) {
        self.init(String(number))
    }

    var isEmpty: Bool {
        self.bytes.isEmpty
    }

    /// The text, with replacement characters where the bytes are not UTF-8.
    ///
    /// For names, numbers and people.
    var text: String {
        String(decoding: self.bytes, as: UTF8.self)
    }

    func hasPrefix(_ prefix: String) -> Bool {
        self.bytes.starts(with: prefix.utf8)
    }

    /// The parts between commas, without surrounding spaces.
    ///
    /// No part for an empty value.
    func commaSeparated() -> [WordBytes] {
        self.bytes.split(separator: UInt8(ascii: ",")).map { part in
            WordBytes(part.trimming(UInt8(ascii: " ")))
        }
    }
}

extension WordBytes: ExpressibleByStringLiteral {
    init(stringLiteral value: StaticString) {
        self.bytes = value.withUTF8Buffer { Array($0) }
    }
}

extension WordBytes: Comparable {
    static func < (left: WordBytes, right: WordBytes) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension WordBytes: CustomStringConvertible {
    var description: String {
        self.text
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimming(_ byte: UInt8) -> ArraySlice<UInt8> {
        var slice = self
        while slice.first == byte { slice.removeFirst() }
        while slice.last == byte { slice.removeLast() }
        return slice
    }
}
