extension String {
    /// The text on one line, without control characters, whatever a peer put in it.
    var oneLine: String {
        let words = split { $0.isNewline }.map { $0.drop(while: \.isWhitespace) }
        return words.joined(separator: " ").printable
    }

    /// The text with a question mark for each control character: what a router says must not steer a terminal.
    var printable: String {
        String(
            map { character in
                character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "?" : character
            }
        )
    }
}
