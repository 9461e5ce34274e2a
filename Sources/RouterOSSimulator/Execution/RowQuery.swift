/// The query words of a print, with the stack rules of the manual's API page.
///
/// Each test pushes its result; `?#` words work on the stack, which begins with an endless supply of `true`; a row is
/// kept when the final stack holds no `false`, so that words without operators are ANDed.
struct RowQuery: Sendable {
    private enum Word: Sendable {
        case present(String)
        case absent(String)
        case equal(String, WordBytes)
        case less(String, WordBytes)
        case greater(String, WordBytes)
        case operations([UInt8])
    }

    private let words: [Word]

    init(_ words: [WordBytes]) {
        self.words = words.map(Self.parse)
    }

    var isEmpty: Bool {
        self.words.isEmpty
    }

    /// The values one of which a property must equal for any row to be kept, when the query says so with nothing but
    /// equality, "and" and "or": lets a lookup by names do without reading the whole table.
    ///
    /// - Parameter name: the property.
    /// - Returns: the values, or nil when rows with any value may be kept.
    func requiredValues(of name: String) -> Set<WordBytes>? {
        var stack: [Set<WordBytes>?] = []
        func both(_ left: Set<WordBytes>?, _ right: Set<WordBytes>?) -> Set<WordBytes>? {
            guard let left, let right else { return left ?? right }
            return left.intersection(right)
        }
        for word in self.words {
            switch word {
            case .equal(name, let value):
                stack.append([value])
            case .operations(let operations):
                for operation in operations {
                    guard stack.count > 1, let second = stack.popLast(), let first = stack.popLast() else { return nil }
                    switch operation {
                    case UInt8(ascii: "|"):
                        guard let first, let second else {
                            stack.append(nil)
                            continue
                        }
                        stack.append(first.union(second))
                    case UInt8(ascii: "&"): stack.append(both(first, second))
                    default: return nil
                    }
                }
            default:
                stack.append(nil)
            }
        }
        return stack.reduce(nil, both)
    }

    func keeps(_ row: PrintedRow) -> Bool {
        var stack: [Bool] = []
        for word in self.words {
            switch word {
            case .present(let name):
                stack.append(row[name] != nil)
            case .absent(let name):
                stack.append(row[name] == nil)
            case .equal(let name, let value):
                // On the printed text: a property that is absent because it has its default matches nothing (measured on 7.23.7).
                stack.append(row[name] == value)
            case .less(let name, let value):
                stack.append(row[name].map { Self.isLess($0, value) } ?? false)
            case .greater(let name, let value):
                stack.append(row[name].map { Self.isLess(value, $0) } ?? false)
            case .operations(let operations):
                Self.apply(operations, to: &stack)
            }
        }
        return !stack.contains(false)
    }

    private static func parse(_ word: WordBytes) -> Word {
        var bytes = word.bytes[...]
        switch bytes.first {
        case UInt8(ascii: "#"):
            return .operations(Array(bytes.dropFirst()))
        case UInt8(ascii: "-"):
            return .absent(String(decoding: bytes.dropFirst(), as: UTF8.self))
        case UInt8(ascii: "<"):
            let (name, value) = Self.split(bytes.dropFirst())
            return .less(name, value ?? "")
        case UInt8(ascii: ">"):
            let (name, value) = Self.split(bytes.dropFirst())
            return .greater(name, value ?? "")
        case UInt8(ascii: "="):
            bytes = bytes.dropFirst()
            fallthrough
        default:
            let (name, value) = Self.split(bytes)
            return value.map { .equal(name, $0) } ?? .present(name)
        }
    }

    private static func split(_ bytes: ArraySlice<UInt8>) -> (String, WordBytes?) {
        guard let index = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            return (String(decoding: bytes, as: UTF8.self), nil)
        }
        return (String(decoding: bytes[..<index], as: UTF8.self), WordBytes(bytes[(index + 1)...]))
    }

    /// ASSUMED: numbers and time intervals are compared as such, anything else byte by byte (numbers: measured with
    /// `?>actual-mtu=1000` on 7.23.1).
    private static func isLess(_ left: WordBytes, _ right: WordBytes) -> Bool {
        if let leftNumber = Int64(left.text), let rightNumber = Int64(right.text) { return leftNumber < rightNumber }
        if !left.isEmpty, !right.isEmpty, let leftTime = DurationText.read(left),
            let rightTime = DurationText.read(right)
        {
            return leftTime < rightTime
        }
        return left < right
    }

    /// Applies the characters behind `?#` from left to right.
    private static func apply(_ operations: [UInt8], to stack: inout [Bool]) {
        var index = 0
        while index < operations.count {
            let character = operations[index]
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) {
                var number = 0
                while index < operations.count, let digit = Self.digit(operations[index]) {
                    number = min(number * 10 + digit, 100_000)
                    index += 1
                }
                let value = number < stack.count ? stack[stack.count - 1 - number] : true
                if index == operations.count {
                    // At the end of the word the value takes the place of the whole stack.
                    stack = [value]
                } else {
                    stack.append(value)
                    // A dot behind an index does nothing.
                    if operations[index] == UInt8(ascii: ".") { index += 1 }
                }
                continue
            }
            switch character {
            case UInt8(ascii: "!"):
                stack.append(!(stack.popLast() ?? true))
            case UInt8(ascii: "&"):
                let (first, second) = (stack.popLast() ?? true, stack.popLast() ?? true)
                stack.append(first && second)
            case UInt8(ascii: "|"):
                let (first, second) = (stack.popLast() ?? true, stack.popLast() ?? true)
                stack.append(first || second)
            case UInt8(ascii: "."):
                stack.append(stack.last ?? true)
            default:
                // ASSUMED: an unknown operation does nothing.
                break
            }
            index += 1
        }
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }
}
