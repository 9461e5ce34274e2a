public import GatewayDomain

/// What came of replacing the tokens of a router.
public struct TokenRotation: Hashable, Sendable {
    /// The token that the gateway gives to the router with its next push; nil where it had none.
    public var own: DeviceToken?
    /// The token for somebody who writes the router's scripts; nil where nobody has one.
    public var made: DeviceToken?
    /// The text of that token, as ``Store/createDeviceToken(for:now:)`` gives it.
    public var text: Secret?

    init() {}
}
