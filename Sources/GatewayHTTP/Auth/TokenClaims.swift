import GatewayDomain
import JWTKit

/// What a token says (RFC 7519): whose gateway made it, which token it is, what it was made for.
///
/// Only its identity and its end are believed; what its bearer may do is read from the store, where it can be taken back.
struct TokenClaims: JWTPayload, Equatable {
    /// The gateway's id.
    var iss: String
    /// The token's id.
    var sub: String
    /// The token's id.
    var jti: String
    /// When it was made, in seconds since 1970.
    var iat: Int64
    /// From when on it is no longer good, in seconds since 1970.
    var exp: Int64?
    /// Scopes, separated by spaces, for whoever looks into the token.
    var scope: String

    init(_ token: AccessToken, gateway: GatewayID) {
        iss = gateway.rawValue
        sub = token.id.rawValue
        jti = token.id.rawValue
        iat = token.createdAt.seconds
        exp = token.expiresAt?.seconds
        scope = token.grant.text
    }

    // Times are compared with the injected clock, by whoever asked for the verification.
    func verify(using _: some JWTAlgorithm) {}
}
