import Crypto
public import GatewayDomain
public import GatewayStore
import JWTKit

/// Makes the text of a token, which is shown once and kept nowhere.
public enum TokenSigner {
    /// Signs a token.
    ///
    /// - Parameters:
    ///   - issued: the token, and the key that signs it.
    ///   - gateway: whose token it is.
    /// - Returns: the token as its bearer shows it.
    /// - Throws: when the key cannot be used.
    public static func sign(_ issued: IssuedToken, gateway: GatewayID) async throws -> Secret {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes(issued.key.privateKey.revealed))
        let kid = JWKIdentifier(string: issued.key.id.rawValue)
        let keys = await JWTKeyCollection().add(eddsa: EdDSA.PrivateKey(backing: key), kid: kid)
        return Secret(try await keys.sign(TokenClaims(issued.token, gateway: gateway), kid: kid))
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let values = digits.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
