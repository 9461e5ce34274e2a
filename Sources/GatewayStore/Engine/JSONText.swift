/// Text as JSON writes it.
enum JSONText {
    /// Appends a text in quotation marks, with what JSON escapes escaped.
    static func append(_ text: String, to json: inout String) {
        json += "\""
        // Nearly every text of ours is without anything that JSON escapes, and is taken over as a whole.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            json += text
            json += "\""
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        json += "\""
    }

    /// A text in quotation marks.
    static func quoted(_ text: String) -> String {
        var json = ""
        append(text, to: &json)
        return json
    }
}
