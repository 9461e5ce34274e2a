/// What changes when a comment is written again, in words; the comment itself means little to people.
enum MarkChange {
    /// The words for a change of a comment.
    ///
    /// - Parameters:
    ///   - from: the present comment.
    ///   - to: the new one.
    /// - Returns: one text for each fact that changes; the password's digest is left out, as the password has words of its own.
    static func words(from: String, to: String) -> [String] {
        guard let new = OwnershipMark(comment: to) else { return ["comment: \(from) -> \(to)"] }
        guard let old = OwnershipMark(comment: from), old.gateway == new.gateway else { return ["adopted"] }
        var words: [String] = []
        func add(_ name: String, _ from: String?, _ to: String?) {
            if from != to { words.append("\(name): \(from ?? "none") -> \(to ?? "none")") }
        }
        add("kind", old.kind.rawValue, new.kind.rawValue)
        add("id", old.subject, new.subject)
        add("redeem before", old.redeemBefore?.description, new.redeemBefore?.description)
        add(
            "access lasts",
            old.sessionSeconds.map { RouterOSText.duration($0) },
            new.sessionSeconds.map { RouterOSText.duration($0) }
        )
        return words
    }
}
