import GatewayDomain

/// Cuts bytes into lines, and never holds more than one line.
struct LineSplitter {
    struct Line {
        /// Counted from 1.
        var number: Int
        /// Without its end; nothing of a line that is too long.
        var bytes: ArraySlice<UInt8>
        var isTooLong = false
    }

    private static let maximum = LogText.maximumLineBytes
    private var number = 0
    private var begun: [UInt8] = []
    /// Whether a line is passed over because it is too long.
    private(set) var isSkipping = false

    /// The lines that end in a piece.
    mutating func lines(in piece: ArraySlice<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = piece
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(line(endingWith: rest[..<end]))
            rest = rest[(end + 1)...]
        }
        keep(rest)
        return lines
    }

    /// The last line, when nothing ends it.
    mutating func last() -> Line? {
        begun.isEmpty && !isSkipping ? nil : line(endingWith: [])
    }

    private mutating func line(endingWith end: ArraySlice<UInt8>) -> Line {
        defer {
            begun.removeAll(keepingCapacity: true)
            isSkipping = false
        }
        number += 1
        guard !isSkipping, begun.count + end.count <= Self.maximum else {
            return Line(number: number, bytes: [], isTooLong: true)
        }
        var bytes = begun.isEmpty ? end : (begun + end)[...]
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        // The mark that some editors begin a file with.
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        return Line(number: number, bytes: bytes)
    }

    private mutating func keep(_ rest: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        if begun.count + rest.count > Self.maximum {
            isSkipping = true
            begun.removeAll(keepingCapacity: true)
        } else {
            begun += rest
        }
    }
}
