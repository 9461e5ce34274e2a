extension OwnershipMark {
    /// The seconds that a mark may name as a time: 1970 to the year 9999.
    ///
    /// Everything else counts as unreadable.
    private static let secondsBounds: ClosedRange<Int64> = 0...253_402_300_799

    /// Reads a comment.
    ///
    /// Tolerant, since anybody may have edited it: a fact that cannot be read is nil, which makes the next plan write it
    /// again; of a fact that stands twice the first one counts.
    ///
    /// - Parameter comment: the text of a row's comment. Nil when it does not begin with a mark of a form and kind that we
    ///   know: such a row is foreign.
    public init?(comment: String) {
        guard comment.utf8.starts(with: "gg1 ".utf8) else { return nil }
        var words = Words(comment)
        guard words.next() != nil, let gateway = words.next().flatMap({ GatewayID($0) }),
            let kind = words.next().flatMap({ Kind(word: $0) }), let subject = words.next()
        else { return nil }
        self.init(gateway: gateway, kind: kind, subject: String(subject))
        var seen: UInt8 = 0
        while let word = words.next() {
            guard let fact = Fact(of: word) else {
                carriedOver.append(String(word))
                continue
            }
            guard seen & fact.rawValue == 0 else { continue }
            seen |= fact.rawValue
            read(fact, word.utf8.dropFirst(2))
        }
    }

    /// The words of a foreign comment that are kept when its row becomes ours.
    ///
    /// - Parameter comment: the comment of a row without a mark, or with the mark of another gateway.
    /// - Returns: every word, without a mark and without what would read as a fact of ours, or as a login that no gateway's script noted.
    public static func wordsToKeep(of comment: String) -> [String] {
        if let other = OwnershipMark(comment: comment) { return other.carriedOver.filter { !isGiven($0) } }
        var words = Words(comment)
        var kept: [String] = []
        while let word = words.next() {
            if Fact(of: word) == nil, !isOfLogin(String(word)) { kept.append(String(word)) }
        }
        return kept
    }

    /// The words that are kept when the row becomes that of something.
    ///
    /// - Parameter subject: the id of that.
    /// - Returns: every word, but for a login and a time that the gateway wrote of what the row stood for before.
    func wordsToKeep(for subject: String) -> [String] {
        guard subject != self.subject, carriedOver.contains(where: Self.isGiven) else { return carriedOver }
        return carriedOver.filter { !Self.isOfLogin($0) }
    }

    /// Whether a word reads as an online time that the gateway gave, which nobody did in a foreign row.
    private static func isGiven(_ word: String) -> Bool { word.utf8.starts(with: "l=".utf8) }

    /// Whether a word reads as part of what is noted of a login.
    private static func isOfLogin(_ word: String) -> Bool {
        ["r=", "u=", "m=", "c=", "l="].contains { word.utf8.starts(with: $0.utf8) }
    }

    /// The text of the comment.
    public var comment: String {
        var words = [Self.version, gateway.rawValue, kind.rawValue, subject]
        if let redeemBefore { words.append("x=\(redeemBefore.seconds)") }
        if let sessionSeconds { words.append("t=\(sessionSeconds)") }
        if let passwordDigest { words.append("p=\(passwordDigest)") }
        return (words + carriedOver).joined(separator: " ")
    }

    /// Reads seconds since 1970.
    static func timestamp(_ word: Substring?) -> Timestamp? {
        guard let word, let seconds = Int64(word), secondsBounds.contains(seconds) else { return nil }
        return Timestamp(seconds: seconds)
    }

    private mutating func read(_ fact: Fact, _ value: Substring.UTF8View.SubSequence) {
        let value = Substring(value)
        switch fact {
        case .redeemBefore: redeemBefore = Self.timestamp(value)
        case .sessionSeconds: sessionSeconds = Int64(value)
        case .passwordDigest: passwordDigest = value.isEmpty ? nil : String(value)
        }
    }

    /// The facts that the gateway writes.
    private enum Fact: UInt8 {
        case redeemBefore = 1
        case sessionSeconds = 2
        case passwordDigest = 4

        init?(of word: Substring) {
            var bytes = word.utf8.makeIterator()
            guard let key = bytes.next(), bytes.next() == UInt8(ascii: "=") else { return nil }
            switch key {
            case UInt8(ascii: "x"): self = .redeemBefore
            case UInt8(ascii: "t"): self = .sessionSeconds
            case UInt8(ascii: "p"): self = .passwordDigest
            default: return nil
            }
        }
    }

    /// The words of a text, between spaces, without copying them.
    private struct Words {
        private let text: String
        private var position: String.Index

        init(_ text: String) {
            self.text = text
            self.position = text.utf8.startIndex
        }

        mutating func next() -> Substring? {
            let bytes = text.utf8
            while position < bytes.endIndex, bytes[position] == UInt8(ascii: " ") { bytes.formIndex(after: &position) }
            guard position < bytes.endIndex else { return nil }
            let start = position
            while position < bytes.endIndex, bytes[position] != UInt8(ascii: " ") { bytes.formIndex(after: &position) }
            return text[start..<position]
        }
    }
}

extension OwnershipMark.Kind {
    fileprivate init?(word: Substring) {
        switch word {
        case "coupon": self = .coupon
        case "user": self = .account
        case "garden": self = .garden
        default: return nil
        }
    }
}
