/// The names of keys, and which of them somebody meant who wrote another.
enum KeyNames {
    /// What keys stand in: `sync`, `http`.
    static let sections = Set(ConfigurationKey.all.compactMap { $0.path.count > 1 ? $0.path[0] : nil })

    /// What to tell whoever wrote a key that there is not.
    static func unknown(_ name: String) -> String {
        let shown = String(name.printable.prefix(80))
        if let key = ConfigurationKey.all.first(where: { $0.path.count > 1 && $0.path[0] == name }) {
            return "\(shown) is a section of keys, such as \(key.name)"
        }
        return "there is no key \(shown)" + advice(nearest(to: name, among: ConfigurationKey.all.map(\.name)))
    }

    /// What to tell whoever set a variable of the environment that there is not.
    static func unknownVariable(_ name: String) -> String {
        let known = ConfigurationKey.all.map(\.environmentName) + [ConfigurationFile.environmentName]
        return "\(name.printable) in the environment is no key and does nothing"
            + advice(nearest(to: name, among: known))
    }

    private static func advice(_ nearest: String?) -> String {
        nearest.map { "; did you mean \($0)?" } ?? "; gardengate configuration lists them all"
    }

    /// The name that is the least different; nil when none is alike.
    static func nearest(to name: String, among names: [String]) -> String? {
        let name = name.prefix(80).lowercased()
        // The beginning of one says what is meant: sync.audit.
        let longer = names.filter { $0.lowercased().hasPrefix(name) && name.count > 2 }
        if let shortest = longer.min(by: { ($0.count, $0) < ($1.count, $1) }) { return shortest }
        let near = names.map { (name: $0, distance: distance(name, $0.lowercased())) }
            // The right name in the wrong section is as near as one slip.
            .map { ($0.name, isLast(name, of: $0.name) ? min($0.distance, 1) : $0.distance) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let near, near.1 <= max(2, name.count / 3) else { return nil }
        return near.0
    }

    private static func isLast(_ name: String, of key: String) -> Bool {
        name.split(separator: ".").last == key.split(separator: ".").last
    }

    /// How many characters have to be put in, left out or exchanged to make one text of the other (Levenshtein 1965).
    static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (index, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let change = diagonal + (character == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
