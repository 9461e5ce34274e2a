import GatewayDomain

/// Who may call an operation.
enum Access: Hashable, Sendable {
    /// The bearer of a token with this scope.
    case scope(AccessScope)
    /// A client with its id and secret (HTTP Basic).
    case client
    /// A router with its token; counted per router.
    case device
    /// Whoever has a link that this gateway signed; counted per address.
    case link
    /// Everybody.
    case everybody
}
