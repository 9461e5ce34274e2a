extension RouterOSText {
    /// Writes a text as the scripting language takes it, in quotes.
    ///
    /// What would end the text or stand for a variable is escaped; bytes that no terminal passes on are written as two digits, which are
    /// upper case (manual, Scripting page, escape sequences).
    ///
    /// - Parameter text: any text.
    /// - Returns: the literal, in ASCII.
    public static func quoted(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var literal = "\""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"):
                literal += "\\" + String(decoding: [byte], as: UTF8.self)
            // A question mark asks a terminal for help.
            case 0x3F, 0x00..<0x20, 0x7F...0xFF: literal += "\\\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            default: literal += String(decoding: [byte], as: UTF8.self)
            }
        }
        return literal + "\""
    }
}
