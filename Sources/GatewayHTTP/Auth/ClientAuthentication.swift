import GatewayDomain
import GatewayStore
import HTTPTypes

/// Finds out which client calls, by its id and secret.
enum ClientAuthentication {
    /// Checks the credentials of a request.
    ///
    /// - Parameters:
    ///   - headers: the header of the request.
    ///   - store: what the gateway knows.
    ///   - now: the time.
    /// - Returns: the client.
    /// - Throws: ``APIError`` with 401 and the challenge of HTTP Basic, or what the store threw.
    static func caller(of headers: HTTPFields, in store: Store, now: Timestamp) async throws -> Caller {
        let given = try BasicCredentials(headers[.authorization])
        guard let client = try await store.authenticateClient(given.user, secret: given.password, now: now) else {
            throw BasicCredentials.invalid
        }
        return .client(id: client.id.rawValue, name: client.name, instance: client.instance)
    }
}
