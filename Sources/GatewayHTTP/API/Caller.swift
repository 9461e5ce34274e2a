import GatewayDomain
import GatewayStore

/// Who calls, as far as that was proved.
enum Caller: Hashable, Sendable {
    /// The bearer of a token.
    case token(id: String, name: String, scopes: Set<AccessScope>)
    /// A client, and the instance that it belongs to.
    case client(id: String, name: String, instance: Instance.ID)
    /// A router with a token of its own.
    case device(ReportingDevice)
    /// Somebody.
    case anonymous

    /// Whether it bears a token with a scope.
    func has(_ scope: AccessScope) -> Bool {
        if case .token(_, _, let scopes) = self { scopes.contains(scope) } else { false }
    }
}
