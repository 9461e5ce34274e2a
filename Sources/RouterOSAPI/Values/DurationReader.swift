/// Reads the forms of ``RouterOSDuration`` from left to right.
struct DurationReader {
    private let bytes: [UInt8]
    private var index = 0
    private var total = Duration.zero

    /// The place of the last unit read, in `units`; units must come in falling order.
    private var lastUnit = -1

    private static let units: [(name: String, length: Duration)] = [
        ("w", .seconds(604_800)), ("d", .seconds(86_400)), ("h", .seconds(3_600)), ("m", .seconds(60)),
        ("s", .seconds(1)),
        ("ms", .milliseconds(1)), ("us", .microseconds(1)), ("ns", .nanoseconds(1)),
    ]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read() -> Duration? {
        guard !self.bytes.isEmpty else { return nil }
        while self.index < self.bytes.count {
            guard let number = self.number() else { return nil }
            if self.index == self.bytes.count {
                // Plain seconds stand alone.
                return self.lastUnit < 0 ? .seconds(number) : nil
            }
            if self.bytes[self.index] == UInt8(ascii: ":") {
                return self.clock(hours: number)
            }
            guard self.unit(number) else { return nil }
        }
        return self.total
    }

    /// Up to 12 digits: more seconds than that (30,000 years) no router means, and nothing can overflow.
    private mutating func number() -> Int64? {
        let start = self.index
        var number: Int64 = 0
        while self.index < self.bytes.count, let digit = ASCII.decimalValue(self.bytes[self.index]) {
            guard self.index - start < 12 else { return nil }
            number = number * 10 + Int64(digit)
            self.index += 1
        }
        return self.index > start ? number : nil
    }

    private mutating func unit(_ number: Int64) -> Bool {
        let start = self.index
        while self.index < self.bytes.count, ASCII.decimalValue(self.bytes[self.index]) == nil {
            self.index += 1
        }
        let name = String(decoding: self.bytes[start..<self.index], as: UTF8.self)
        guard
            let unit = Self.units.firstIndex(where: { $0.name == name }), unit > self.lastUnit,
            // Weeks times 12 digits would still fit 64 bits of seconds.
            case let length = Self.units[unit].length
        else { return false }
        self.lastUnit = unit
        self.total += length * number
        return true
    }

    /// `h:mm:ss`, or `h:mm`, perhaps with a fraction of seconds, behind weeks and days or alone.
    private mutating func clock(hours: Int64) -> Duration? {
        guard self.lastUnit < 2 else { return nil }
        var fields = [hours]
        while self.index < self.bytes.count, self.bytes[self.index] == UInt8(ascii: ":") {
            self.index += 1
            guard let field = self.number(), field < 60 else { return nil }
            fields.append(field)
        }
        guard self.index == self.bytes.count, (2...3).contains(fields.count) else { return nil }
        let seconds = fields.count == 3 ? fields[2] : 0
        return self.total + .seconds(fields[0]) * 3_600 + .seconds(fields[1] * 60 + seconds)
    }
}
