import GatewayDomain
import GatewayStore
import HTTPTypes

/// Finds out who calls, and whether they may.
struct Authenticator: Sendable {
    /// Who the bearer of a token is.
    let bearer: @Sendable (_ token: String, _ now: Timestamp) async throws -> Caller

    /// Who the client is that a header names with its id and secret.
    let client: @Sendable (_ headers: HTTPFields, _ now: Timestamp) async throws -> Caller

    /// Which router has the token that a header names.
    let device: @Sendable (_ headers: HTTPFields, _ now: Timestamp) async throws -> Caller

    private let failures: RateLimiter
    private let visits: RateLimiter

    /// Takes tokens as `bearer` says, and the clients that the store has.
    init(
        store: Store,
        rateLimits: RateLimits = RateLimits(),
        bearer: @escaping @Sendable (_ token: String, _ now: Timestamp) async throws -> Caller
    ) {
        self.bearer = bearer
        failures = RateLimiter(perMinute: rateLimits.failedLoginsPerMinute)
        visits = RateLimiter(perMinute: rateLimits.publicRequestsPerMinute)
        device = { headers, now in try await DeviceAuthentication.caller(of: headers, in: store, now: now) }
        client = { headers, now in try await ClientAuthentication.caller(of: headers, in: store, now: now) }
    }

    /// Checks the credentials of a request.
    ///
    /// - Parameters:
    ///   - headers: the header of the request.
    ///   - access: who may call the operation.
    ///   - address: where the request comes from.
    ///   - now: the time.
    /// - Returns: who calls.
    /// - Throws: ``APIError`` with 401 when nobody knows who calls, with 403 when they may not, with 429 when there were too many
    ///   wrong credentials, or visitors with links, from there.
    func caller(
        of headers: HTTPFields,
        for access: Access,
        from address: ClientAddress,
        now: Timestamp
    ) async throws -> Caller {
        do {
            if access == .link { try visits.count(address, at: now) }
            return try await caller(of: headers, for: access, now: now)
        } catch let error as APIError where error.code.isWrongCredentials {
            // Looked at first and counted then: good ones always pass, whoever else shares the address.
            try failures.count(address, at: now)
            throw error
        }
    }

    private func caller(of headers: HTTPFields, for access: Access, now: Timestamp) async throws -> Caller {
        switch access {
        case .everybody, .link:
            return .anonymous
        case .client:
            return try await client(headers, now)
        case .device:
            return try await device(headers, now)
        case .scope(let scope):
            guard let token = headers.bearerToken else {
                throw APIError(
                    .credentialsMissing,
                    "This operation needs a token: send it as 'Authorization: Bearer TOKEN'.",
                    headers: [.wwwAuthenticate: "Bearer"]
                )
            }
            let caller = try await bearer(token, now)
            guard caller.has(scope) else {
                throw APIError(
                    .scopeMissing,
                    "The token lacks the scope '\(scope.rawValue)', which this needs.",
                    headers: [.wwwAuthenticate: "Bearer error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""]
                )
            }
            return caller
        }
    }
}

extension HTTPFields {
    /// What stands behind `Authorization: Bearer`; nil without it.
    var bearerToken: String? {
        guard let field = self[.authorization], field.lowercased().hasPrefix("bearer ") else { return nil }
        return String(field.dropFirst(7))
    }
}

extension ErrorCode {
    /// Whether somebody tried credentials that let nobody in.
    fileprivate var isWrongCredentials: Bool {
        switch self {
        case .credentialsInvalid, .tokenInvalid, .tokenExpired, .tokenRevoked: true
        default: false
        }
    }
}
