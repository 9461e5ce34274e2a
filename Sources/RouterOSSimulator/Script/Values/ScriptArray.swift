/// An array: elements without a key in their order, then those with one, sorted by it (manual, Scripting page: "those elements are
/// sorted alphabetically; elements without keys are placed before").
struct ScriptArray: Hashable, Sendable {
    private(set) var values: [ScriptValue] = []
    private(set) var keys: [WordBytes] = []
    private var keyed: [WordBytes: ScriptValue] = [:]
    /// About how much memory it takes, in bytes.
    private(set) var weight = 48
    /// How many arrays stand in each other at most, this one included; elements that were replaced count, too.
    private(set) var depth = 1

    init() {}

    init(_ values: [ScriptValue]) {
        self.values = values
        self.weight += values.reduce(0) { $0 + $1.weight }
        self.depth += values.reduce(0) { max($0, $1.depth) }
    }

    var count: Int { self.values.count + self.keys.count }
    var isEmpty: Bool { self.count == 0 }

    /// Keys, or places for elements without one, and values, in the order of `:foreach`.
    var pairs: [(key: ScriptValue, value: ScriptValue)] {
        self.values.enumerated().map { (.number(Int64($0.offset)), $0.element) }
            + self.keys.map { (.string($0), self.keyed[$0] ?? .nothing) }
    }

    /// All values, in the order of `:foreach`.
    var all: [ScriptValue] {
        self.keys.isEmpty ? self.values : self.values + self.keys.map { self.keyed[$0] ?? .nothing }
    }

    subscript(key: WordBytes) -> ScriptValue? {
        self.keyed[key]
    }

    /// The element at a place.
    ///
    /// ASSUMED: a number counts the elements in the order of `:foreach`, keyed ones included.
    subscript(place: Int64) -> ScriptValue? {
        guard place >= 0, place < self.count else { return nil }
        if place < self.values.count { return self.values[Int(place)] }
        return self.keyed[self.keys[Int(place) - self.values.count]]
    }

    mutating func append(_ value: ScriptValue) {
        self.values.append(value)
        self.weight += value.weight
        self.depth = max(self.depth, value.depth + 1)
    }

    mutating func set(_ value: ScriptValue, for key: WordBytes) {
        if let old = self.keyed.updateValue(value, forKey: key) {
            self.weight -= old.weight
        } else {
            let place = self.keys.firstIndex { key < $0 } ?? self.keys.endIndex
            self.keys.insert(key, at: place)
            self.weight += key.bytes.count
        }
        self.weight += value.weight
        self.depth = max(self.depth, value.depth + 1)
    }

    /// - Returns: whether there is such a place.
    mutating func set(_ value: ScriptValue, at place: Int64) -> Bool {
        guard place >= 0, place < self.count else { return false }
        guard place < self.values.count else {
            self.set(value, for: self.keys[Int(place) - self.values.count])
            return true
        }
        self.weight += value.weight - self.values[Int(place)].weight
        self.values[Int(place)] = value
        self.depth = max(self.depth, value.depth + 1)
        return true
    }

    mutating func append(contentsOf other: ScriptArray) {
        for value in other.values { self.append(value) }
        for key in other.keys {
            if let value = other[key] { self.set(value, for: key) }
        }
    }

    func mapValues<Failure>(_ change: (ScriptValue) throws(Failure) -> ScriptValue) throws(Failure) -> ScriptArray {
        var changed = ScriptArray()
        for value in self.values { changed.append(try change(value)) }
        for key in self.keys { changed.set(try change(self.keyed[key] ?? .nothing), for: key) }
        return changed
    }
}
