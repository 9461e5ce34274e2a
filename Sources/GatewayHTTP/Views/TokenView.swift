public import GatewayDomain

/// A token as programs read it, without the token itself.
public struct TokenView {
    private let token: AccessToken
    private let now: Timestamp

    /// Shows a token.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - now: the time that its state is told for.
    public init(token: AccessToken, now: Timestamp) {
        self.token = token
        self.now = now
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(token.id),
            "name": .string(token.name),
            "scopes": .list(token.grant.names) { .string($0) },
            "state": .string(token.state(at: now).rawValue),
            "created_at": .time(token.createdAt),
            "expires_at": .time(token.expiresAt),
            "revoked_at": .time(token.revokedAt),
            "last_used_at": .time(token.lastUsedAt),
        ]
    }
}
