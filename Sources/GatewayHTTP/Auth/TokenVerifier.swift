import Crypto
import Foundation
import GatewayDomain
import GatewayStore
import JWTKit

/// Why a token lets nobody in.
enum TokenRefusal: Error, Hashable {
    /// It is none of ours: not a token, another gateway's, of an unknown key, or changed. Which of these is nobody's business.
    case invalid
    /// Its time is over.
    case expired
    /// It was taken back.
    case revoked
}

/// Believes a token, or not.
///
/// A token's own words decide only which row and which key it is held against. The algorithm is the key's, never the header's,
/// and a key is never tried for a token that another one signed. Why a genuine token is refused is told only after its
/// signature was found good.
struct TokenVerifier: Sendable {
    /// Longer ones are not read at all; ours have about 700 bytes with every scope.
    static let bytesMaximum = 4096

    let store: Store

    /// Verifies a token.
    ///
    /// - Parameters:
    ///   - text: what somebody showed.
    ///   - now: the time.
    /// - Returns: the token as the store has it, or why it is refused.
    /// - Throws: ``StoreError`` when the database cannot be read.
    func verify(_ text: String, now: Timestamp) async throws(StoreError) -> Result<AccessToken, TokenRefusal> {
        guard text.utf8.count <= Self.bytesMaximum, let (keyID, tokenID) = Self.identity(of: text) else {
            return .failure(.invalid)
        }
        guard let record = try await store.tokenRecord(tokenID, key: keyID),
            let claims = await Self.claims(in: text, key: record.publicKey),
            claims.iss == store.gatewayID.rawValue, claims.jti == record.token.id.rawValue, claims.sub == claims.jti
        else { return .failure(.invalid) }
        switch record.token.state(at: now) {
        case .revoked: return .failure(.revoked)
        case .expired: return .failure(.expired)
        case .valid: break
        }
        if let end = claims.exp, end <= now.seconds { return .failure(.expired) }
        return .success(record.token)
    }

    /// What a token says of itself, believed by nobody yet.
    private static func identity(of text: String) -> (SigningKey.ID, AccessToken.ID)? {
        // What cannot be read is no token; why is nobody's business.
        let parsed = try? DefaultJWTParser().parse(Array(text.utf8), as: TokenClaims.self)
        guard let parsed, parsed.header.alg == "EdDSA", parsed.header.fields["crit"] == nil,
            let kid = parsed.header.kid,
            // The one way to write it: padding and unused bits are not covered by the signature.
            text.hasSuffix("." + base64URL(parsed.signature))
        else { return nil }
        return (SigningKey.ID(kid), AccessToken.ID(parsed.payload.jti))
    }

    /// The claims of a token that this key signed.
    private static func claims(in text: String, key: [UInt8]) async -> TokenClaims? {
        do {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: key)
            // A collection of one key, for one token: none falls back on another.
            let keys = await JWTKeyCollection().add(eddsa: EdDSA.PublicKey(backing: key))
            return try await keys.verify(text, as: TokenClaims.self)
        } catch {
            // Why it does not verify is nobody's business.
            return nil
        }
    }

    /// RFC 4648, section 5, without padding as RFC 7515 has it.
    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
