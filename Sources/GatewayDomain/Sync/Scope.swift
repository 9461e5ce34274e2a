/// How much of a device a sync looks at.
public enum Scope: Hashable, Sendable {
    /// Everything: facts, profiles, users, walled garden.
    case everything
    /// The hotspot users of these names, and nothing else.
    case names(Set<String>)

    /// More names than this are read faster as a whole table than one by one.
    public static let namesMaximum = 200

    /// The scope that covers both; more than ``namesMaximum`` names become everything.
    public func union(_ other: Scope) -> Scope {
        switch (self, other) {
        case (.everything, _), (_, .everything):
            return .everything
        case (.names(let left), .names(let right)):
            let names = left.union(right)
            return names.count > Self.namesMaximum ? .everything : .names(names)
        }
    }

    /// Whether a user's name lies in the scope.
    public func contains(_ name: String) -> Bool {
        switch self {
        case .everything: true
        case .names(let names): names.contains(name)
        }
    }
}
