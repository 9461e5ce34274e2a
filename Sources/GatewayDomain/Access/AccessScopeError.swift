/// Why a text names no scope.
public enum AccessScopeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody knows this scope.
    case unknown(String)
    /// No scope is named at all.
    case empty

    /// One line that lists what there is.
    public var description: String {
        let known = AccessScope.allCases.map(\.rawValue).joined(separator: ", ")
        return switch self {
        case .unknown(let text): "there is no scope \"\(text)\"; there are \(known)"
        case .empty: "no scope is named; there are \(known), and * for all of them"
        }
    }
}
