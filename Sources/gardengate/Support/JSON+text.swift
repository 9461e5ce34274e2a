extension JSON {
    /// The value as RFC 8259 text, indented by two spaces.
    var text: String {
        var text = ""
        append(to: &text, indentation: 0)
        return text
    }

    private func append(to text: inout String, indentation: Int) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .string(let value): Self.append(value, to: &text)
        case .array(let elements):
            Self.append(elements, brackets: ("[", "]"), to: &text, indentation: indentation) { element, text in
                element.append(to: &text, indentation: indentation + 2)
            }
        case .object(let members):
            Self.append(members, brackets: ("{", "}"), to: &text, indentation: indentation) { member, text in
                Self.append(member.name, to: &text)
                text += ": "
                member.value.append(to: &text, indentation: indentation + 2)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element],
        brackets: (String, String),
        to text: inout String,
        indentation: Int,
        element: (Element, inout String) -> Void
    ) {
        text += brackets.0
        for (index, value) in elements.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + String(repeating: " ", count: indentation + 2)
            element(value, &text)
        }
        if !elements.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
        text += brackets.1
    }

    private static func append(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
