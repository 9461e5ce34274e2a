/// A log line in the Common Event Format, which RouterOS sends since 7.19 when asked for (`remote-log-format=cef`).
///
/// `sender CEF:0|MikroTik|model|version|number|topics|severity|dvchost=… dvc=… msg=message`, and behind the message what the router itself
/// found in it (`app=ssh duser=guest`), as published for 7.19.4, 7.20.4 and 7.25beta5. In values a backslash stands before `=` and `\`.
struct CommonEvent {
    var topics: [String]
    var message: ArraySlice<UInt8>

    /// Reads an event; nil when it is none.
    ///
    /// - Parameter line: what stands behind the time.
    init?(_ line: ArraySlice<UInt8>) {
        guard let header = Self.header(in: line) else { return nil }
        // Nothing but the topics is of use among the fields; a model may well hold an escaped bar.
        var fields: [ArraySlice<UInt8>] = []
        var rest = header
        while fields.count < 6, let bar = Self.unescaped(UInt8(ascii: "|"), in: rest) {
            fields.append(rest[..<bar])
            rest = rest[(bar + 1)...]
        }
        guard fields.count == 6, let start = Self.message(in: rest) else { return nil }
        topics = fields[4].split(separator: UInt8(ascii: ",")).map { LogText.decode($0.trimmed) }
        message = Self.plain(Self.withoutFindings(rest[start...]))[...].trimmed
    }

    /// What follows `CEF:0|` behind the sender's name.
    private static func header(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let mark: StaticString = "CEF:0|"
        var rest = line
        while let colon = rest.firstIndex(of: UInt8(ascii: "C")) {
            rest = rest[colon...]
            if rest.begins(with: mark), colon == line.startIndex || line[colon - 1] == UInt8(ascii: " ") {
                return rest.dropFirst(mark.utf8CodeUnitCount)
            }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// Where the message begins.
    private static func message(in extensions: ArraySlice<UInt8>) -> Int? {
        var rest = extensions
        while let start = rest.firstIndex(of: UInt8(ascii: "m")) {
            rest = rest[start...]
            if rest.begins(with: "msg="), start == extensions.startIndex || extensions[start - 1] == UInt8(ascii: " ") {
                return start + 4
            }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// The message up to the first `name=` behind its last parenthesis.
    ///
    /// No further in front: what a guest typed stands there, and must not decide where the message ends.
    private static func withoutFindings(_ message: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = message.lastIndex(of: UInt8(ascii: ")")) ?? message.startIndex
        while let space = message[start...].firstIndex(of: UInt8(ascii: " ")) {
            let name = message[(space + 1)...].prefix { LogBytes.isDigit($0) || (0x61...0x7A).contains($0 | 0x20) }
            if !name.isEmpty, name.endIndex < message.endIndex, message[name.endIndex] == UInt8(ascii: "=") {
                return message[..<space]
            }
            start = space + 1
        }
        return message
    }

    /// Where a character stands that no backslash takes its meaning from.
    private static func unescaped(_ character: UInt8, in text: ArraySlice<UInt8>) -> Int? {
        var isEscaped = false
        for index in text.indices {
            if isEscaped {
                isEscaped = false
            } else if text[index] == UInt8(ascii: "\\") {
                isEscaped = true
            } else if text[index] == character {
                return index
            }
        }
        return nil
    }

    /// The text without the backslashes that take meaning from what follows, and with a space for each line end.
    private static func plain(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in text {
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            let isLineEnd = isEscaped && (byte == UInt8(ascii: "n") || byte == UInt8(ascii: "r"))
            plain.append(isLineEnd ? UInt8(ascii: " ") : byte)
            isEscaped = false
        }
        return plain
    }
}
