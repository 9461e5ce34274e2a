/// Finds the lines in what comes over a connection.
///
/// Both ways of RFC 6587 in one stream, told apart anew at each line: a line that ends with a line feed, and a line behind the number of its
/// bytes and a space. A number counts when what RouterOS begins a line with comes next: `<`, or the small letters of a topic.
struct SyslogFramer: Sendable {
    /// What was found.
    enum Frame: Hashable, Sendable {
        /// A whole line, without what ends it.
        case line([UInt8])
        /// A line that is longer than allowed, of which nothing is kept.
        case tooLong
        /// A line whose end never came.
        case cutOff
    }

    private enum State: Hashable {
        /// Digits only, so far: a number of bytes, or the beginning of a line.
        case number
        /// Behind digits and a space.
        case behindNumber(Int)
        /// In a line that ends with a line feed.
        case line
        /// In a line that has so many bytes more.
        case counted(Int)
        /// In a line that is passed over up to its line feed.
        case skippingLine
        /// In a line that is passed over for so many bytes more.
        case skipping(Int)
    }

    /// More digits than this are no number of bytes that anybody means.
    private static let digitsMaximum = 8

    private let lineBytesMaximum: Int
    private var state = State.number
    private var held: [UInt8] = []

    /// Begins before the first line.
    ///
    /// - Parameter lineBytesMaximum: the longest line.
    init(lineBytesMaximum: Int) {
        self.lineBytesMaximum = lineBytesMaximum
    }

    /// Takes what came next, in pieces of any size.
    ///
    /// - Parameters:
    ///   - bytes: what came.
    ///   - found: hears of each line.
    mutating func feed(_ bytes: ArraySlice<UInt8>, found: (Frame) -> Void) {
        var rest = bytes
        while let byte = rest.first {
            switch state {
            case .number:
                readNumber(byte, &rest)
            case .behindNumber(let count):
                decide(count, byte, found)
            case .line:
                readLine(&rest, found)
            case .counted(let count):
                let part = rest.prefix(count)
                held += part
                rest = rest.dropFirst(part.count)
                state = .counted(count - part.count)
                if part.count == count { emit(found) }
            case .skippingLine:
                let end = rest.firstIndex(of: Self.lineFeed)
                rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
                if end != nil { state = .number }
            case .skipping(let count):
                let part = rest.prefix(count)
                rest = rest.dropFirst(part.count)
                state = part.count == count ? .number : .skipping(count - part.count)
            }
        }
    }

    /// Takes the end of the stream: a line without a line feed ends there, one that lacks bytes it promised does not count.
    ///
    /// - Parameter found: hears of the last line.
    mutating func finish(found: (Frame) -> Void) {
        switch state {
        case .number, .line: emit(found)
        case .behindNumber, .counted, .skipping: found(.cutOff)
        case .skippingLine: break
        }
        held = []
        state = .number
    }

    private static let lineFeed = UInt8(ascii: "\n")

    private mutating func readNumber(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) {
        // A number neither begins with 0 nor is empty.
        let first = held.isEmpty ? UInt8(ascii: "1") : UInt8(ascii: "0")
        if (first...UInt8(ascii: "9")).contains(byte), held.count < Self.digitsMaximum {
            held.append(byte)
            rest = rest.dropFirst()
        } else if byte == UInt8(ascii: " "), !held.isEmpty {
            held.append(byte)
            rest = rest.dropFirst()
            state = .behindNumber(held.dropLast().reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
        } else {
            state = .line
        }
    }

    private mutating func decide(_ count: Int, _ byte: UInt8, _ found: (Frame) -> Void) {
        guard byte == UInt8(ascii: "<") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) else {
            state = .line
            return
        }
        held = []
        guard count <= lineBytesMaximum else {
            found(.tooLong)
            state = .skipping(count)
            return
        }
        state = .counted(count)
    }

    private mutating func readLine(_ rest: inout ArraySlice<UInt8>, _ found: (Frame) -> Void) {
        let end = rest.firstIndex(of: Self.lineFeed)
        let part = rest[..<(end ?? rest.endIndex)]
        guard held.count + part.count <= lineBytesMaximum else {
            held = []
            found(.tooLong)
            state = .skippingLine
            return
        }
        held += part
        rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
        if end != nil { emit(found) }
    }

    private mutating func emit(_ found: (Frame) -> Void) {
        state = .number
        guard !held.isEmpty else { return }
        found(.line(held))
        held = []
    }
}
