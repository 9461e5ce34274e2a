public import GatewayDomain

/// What the store knows of a token that somebody shows, before anybody believes it.
public struct TokenRecord: Hashable, Sendable {
    /// The token.
    public let token: AccessToken
    /// The public key that its signature has to fit: 32 bytes of Ed25519.
    public let publicKey: [UInt8]
}

/// A token that was just made, with the key that is to sign it.
public struct IssuedToken: Hashable, Sendable {
    /// The token.
    public let token: AccessToken
    /// The key.
    public let key: SigningKey

    /// Puts a token and its key together.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - key: the key.
    public init(token: AccessToken, key: SigningKey) {
        self.token = token
        self.key = key
    }
}
