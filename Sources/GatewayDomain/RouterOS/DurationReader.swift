/// Adds up the parts of a printed duration; every sum is checked, since the text comes from a router.
struct DurationReader {
    /// The text.
    let bytes: [UInt8]

    private var position = 0
    private var total: Int64 = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whole seconds, or nil when the text is no duration.
    mutating func seconds() -> Int64? {
        while position < bytes.count {
            guard let number = number() else { return nil }
            guard position < bytes.count, bytes[position] != UInt8(ascii: ":") else { return clock(from: number) }
            guard let length = unit(), add(number, times: length) else { return nil }
        }
        return bytes.isEmpty ? nil : total
    }

    /// `hh:mm:ss` or `hh:mm`, always last; a lone number is seconds.
    private mutating func clock(from first: Int64) -> Int64? {
        var parts = [first]
        while position < bytes.count, parts.count < 3, bytes[position] == UInt8(ascii: ":") {
            position += 1
            guard let part = number() else { return nil }
            parts.append(part)
        }
        guard position == bytes.count else { return nil }
        let lengths: [Int64] = parts.count == 1 ? [1] : [3600, 60, 1]
        for (part, length) in zip(parts, lengths) {
            guard add(part, times: length) else { return nil }
        }
        return total
    }

    private mutating func number() -> Int64? {
        var number: Int64?
        while position < bytes.count, let digit = Self.digit(bytes[position]) {
            let (product, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
            guard !overflow, product <= .max - digit else { return nil }
            number = product + digit
            position += 1
        }
        return number
    }

    /// The length of the unit that stands here, in seconds; milliseconds and less are left out of whole seconds.
    private mutating func unit() -> Int64? {
        let start = position
        while position < bytes.count, Self.digit(bytes[position]) == nil { position += 1 }
        switch String(decoding: bytes[start..<position], as: UTF8.self) {
        case "w": return 604_800
        case "d": return 86_400
        case "h": return 3600
        case "m": return 60
        case "s": return 1
        case "ms", "us", "ns": return 0
        default: return nil
        }
    }

    private mutating func add(_ count: Int64, times length: Int64) -> Bool {
        let (product, overflow) = count.multipliedReportingOverflow(by: length)
        let (sum, carried) = total.addingReportingOverflow(product)
        total = sum
        return !overflow && !carried
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int64(byte - UInt8(ascii: "0")) : nil
    }
}
