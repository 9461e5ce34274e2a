extension JSON {
    /// The value as RFC 8259 text, indented by two spaces: for people who read along.
    public var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes, indentation: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value as RFC 8259 text without any space, in UTF-8: for programs.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, indentation: nil)
        return bytes
    }

    private func append(to bytes: inout [UInt8], indentation: Int?) {
        switch self {
        case .null: bytes += "null".utf8
        case .boolean(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        // JSON has no word for what is not a number.
        case .number(let value): bytes += (value.isFinite ? "\(value)" : "null").utf8
        case .string(let value): Self.append(value, to: &bytes)
        case .array(let elements):
            Self.append(elements, in: ("[", "]"), to: &bytes, indentation: indentation) { element, bytes, inner in
                element.append(to: &bytes, indentation: inner)
            }
        case .object(let members):
            Self.append(members, in: ("{", "}"), to: &bytes, indentation: indentation) { member, bytes, inner in
                Self.append(member.name, to: &bytes)
                bytes += (inner == nil ? ":" : ": ").utf8
                member.value.append(to: &bytes, indentation: inner)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element],
        in brackets: (String, String),
        to bytes: inout [UInt8],
        indentation: Int?,
        element: (Element, inout [UInt8], Int?) -> Void
    ) {
        let inner = indentation.map { $0 + 2 }
        bytes += brackets.0.utf8
        for (index, value) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(inner, &bytes)
            element(value, &bytes, inner)
        }
        if !elements.isEmpty { breakLine(indentation, &bytes) }
        bytes += brackets.1.utf8
    }

    private static func breakLine(_ indentation: Int?, _ bytes: inout [UInt8]) {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
    }

    private static func append(_ string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            case UInt8(ascii: "\r"): bytes += "\\r".utf8
            case UInt8(ascii: "\t"): bytes += "\\t".utf8
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
