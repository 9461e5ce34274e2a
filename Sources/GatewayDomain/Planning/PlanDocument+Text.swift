extension PlanDocument {
    /// How many lines of the diff are shown unless somebody asks for more.
    public static let linesMaximumDefault = 200

    /// The document as people read it: the diff, the counts, the findings, and why it is held back.
    ///
    /// It holds no secret.
    public var text: String { text(linesMaximum: Self.linesMaximumDefault) }

    /// The document as people read it, with a diff of at most so many lines.
    ///
    /// - Parameter linesMaximum: how many lines of the diff are shown; of the rest only the number is told.
    /// - Returns: lines that each end with a line break.
    public func text(linesMaximum: Int) -> String {
        var output = lines.prefix(max(0, linesMaximum)).map(\.text)
        let rest = lines.count - output.count
        if rest > 0 { output.append("… and \(rest) more") }
        output.append(counts.text)
        output += findings.map { note in
            let subject = note.subject.isEmpty ? "" : " \(note.subject)"
            return "* \(note.code)\(subject): \(note.message) \(note.remedy)".withoutControlCharacters
        }
        if let refusal { output.append("Refused: \(refusal).") }
        return output.map { $0 + "\n" }.joined()
    }
}

extension PlanDocument.Line {
    /// The line as people read it, without its end.
    public var text: String {
        let what = sign == "!" ? "conflict \(kind)" : kind
        return "\(sign) \(what) \(name)\(detail.isEmpty ? "" : " \(detail)")".withoutControlCharacters
    }
}

extension String {
    /// The text with `?` for each control character: names come from routers, and a terminal would obey them.
    fileprivate var withoutControlCharacters: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        return String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 })
        )
    }
}

extension PlanDocument.Counts {
    /// The counts as one line; what is zero is left out.
    public var text: String {
        let parts = [
            (added, "to add"), (changed, "to change"), (removed, "to remove"), (moved, "to move"),
            (conflicts, conflicts == 1 ? "conflict" : "conflicts"), (postponed, "not yet pushed"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let same = "\(unchanged) unchanged"
        return parts.isEmpty ? "Nothing to do, \(same)." : (parts + [same]).joined(separator: ", ") + "."
    }
}
