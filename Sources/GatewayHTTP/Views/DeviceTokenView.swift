public import GatewayDomain

/// A router's token as programs read it, without the token itself.
public struct DeviceTokenView {
    private let token: DeviceToken
    private let now: Timestamp

    /// Shows a token.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - now: the time that its state is told for.
    public init(token: DeviceToken, now: Timestamp) {
        self.token = token
        self.now = now
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(token.id),
            "device_id": .id(token.device),
            "own": .boolean(token.isRoutersOwn),
            "state": .string(token.state(at: now).rawValue),
            "created_at": .time(token.createdAt),
            "ends_at": .time(token.endsAt),
            "last_used_at": .time(token.lastUsedAt),
        ]
    }
}
