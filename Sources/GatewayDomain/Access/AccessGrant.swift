/// All that the bearer of a token may do.
public enum AccessGrant: Hashable, Sendable {
    /// Everything, also what later versions add.
    case everything
    /// These and nothing else.
    case only(Set<AccessScope>)

    /// Whether a scope is granted.
    ///
    /// - Parameter scope: what somebody wants to do.
    /// - Returns: true when it may be done.
    public func allows(_ scope: AccessScope) -> Bool {
        switch self {
        case .everything: true
        case .only(let scopes): scopes.contains(scope)
        }
    }

    /// The scopes in their fixed order; one asterisk for everything.
    public var names: [String] {
        switch self {
        case .everything: ["*"]
        case .only(let scopes): AccessScope.allCases.filter(scopes.contains).map(\.rawValue)
        }
    }

    /// The names, separated by spaces, as in the `scope` claim of a token (RFC 8693, section 4.2).
    public var text: String { names.joined(separator: " ") }

    /// Reads the names of scopes.
    ///
    /// - Parameter names: the names; an asterisk among them means everything.
    /// - Throws: ``AccessScopeError`` for the first name that is unknown, or when there is none.
    public init(names: some Sequence<some StringProtocol>) throws(AccessScopeError) {
        var scopes: Set<AccessScope> = []
        var isEverything = false
        for name in names {
            if name == "*" {
                isEverything = true
                continue
            }
            guard let scope = AccessScope(rawValue: String(name)) else { throw .unknown(String(name)) }
            scopes.insert(scope)
        }
        guard isEverything || !scopes.isEmpty else { throw .empty }
        self = isEverything ? .everything : .only(scopes)
    }

    /// Reads what ``text`` gave.
    ///
    /// - Parameter text: names, separated by spaces.
    /// - Throws: ``AccessScopeError`` for the first name that is unknown, or when there is none.
    public init(text: String) throws(AccessScopeError) {
        try self.init(names: text.split(separator: " "))
    }
}
