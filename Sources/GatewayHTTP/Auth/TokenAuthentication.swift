import GatewayDomain
import GatewayStore
import HTTPTypes
import Logging

/// Lets bearers of tokens in.
struct TokenAuthentication: Sendable {
    let store: Store
    let logger: Logger

    /// Who the bearer of a token is.
    ///
    /// - Parameters:
    ///   - text: the token.
    ///   - now: the time.
    /// - Returns: the bearer.
    /// - Throws: ``APIError`` with 401 that says why the token lets nobody in, as far as that is the bearer's business.
    func caller(_ text: String, now: Timestamp) async throws -> Caller {
        switch try await TokenVerifier(store: store).verify(text, now: now) {
        case .success(let token):
            await noteUse(of: token, now: now)
            let scopes = AccessScope.allCases.filter(token.grant.allows)
            return .token(id: token.id.rawValue, name: token.name, scopes: Set(scopes))
        case .failure(.invalid):
            throw Self.refusal(.tokenInvalid, "The token is not one that this gateway made.")
        case .failure(.expired):
            throw Self.refusal(.tokenExpired, "The token has expired; ask for a new one.")
        case .failure(.revoked):
            throw Self.refusal(.tokenRevoked, "The token was revoked; ask for a new one.")
        }
    }

    private static func refusal(_ code: ErrorCode, _ message: String) -> APIError {
        // RFC 6750, section 3.1.
        APIError(code, message, headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
    }

    private func noteUse(of token: AccessToken, now: Timestamp) async {
        do {
            try await store.noteUse(of: token, now: now)
        } catch {
            // A good token is let in, whether or not its use can be noted.
            let metadata: Logger.Metadata = ["token": "\(token.id)", "reason": "\(error)"]
            logger.warning("the use of a token was not noted", metadata: metadata)
        }
    }
}
