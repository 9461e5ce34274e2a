/// What happened, in order, for whoever has to understand a history that went wrong.
///
/// Texts are made only when somebody reads them.
struct Chronicle {
    private var notes: [(at: Duration, text: () -> String)] = []

    mutating func note(_ at: Duration, _ text: @escaping () -> String) { notes.append((at, text)) }

    /// The last notes, one a line; those about one thing only when its name is given.
    func text(last count: Int, about words: Set<String> = []) -> String {
        notes.map { "\(Self.clock($0.at))  \($0.text())" }
            .filter { line in words.isEmpty || words.contains { line.contains($0) } }
            .suffix(count)
            .joined(separator: "\n")
    }

    /// Hours, minutes, seconds and milliseconds since the history began.
    static func clock(_ duration: Duration) -> String {
        guard duration >= .zero else { return "-\(clock(.zero - duration))" }
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let parts = [milliseconds / 3_600_000, milliseconds / 60_000 % 60, milliseconds / 1000 % 60]
        let clock = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(clock).\(String(milliseconds % 1000 + 1000).dropFirst())"
    }
}
