import GatewayDomain
import GatewayStore
import HTTPTypes

/// Finds out which router calls, by its token.
enum DeviceAuthentication {
    /// Checks the credentials of a request.
    ///
    /// - Parameters:
    ///   - headers: the header of the request.
    ///   - store: what the gateway knows.
    ///   - now: the time.
    /// - Returns: the router.
    /// - Throws: ``APIError`` with 401 that says why the token lets nobody in, or what the store threw.
    static func caller(of headers: HTTPFields, in store: Store, now: Timestamp) async throws -> Caller {
        guard let text = headers.bearerToken else {
            throw APIError(
                .credentialsMissing,
                "This operation needs a device's token: send it as 'Authorization: Bearer \(DeviceToken.prefix)...'.",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
        guard text.hasPrefix(DeviceToken.prefix) else {
            throw refusal(.tokenInvalid, "This is no device's token: those begin with \(DeviceToken.prefix).")
        }
        guard let router = try await store.reportingDevice(bearing: Secret(text), now: now) else {
            throw refusal(.tokenInvalid, "No device of this gateway has this token.")
        }
        guard router.token.state(at: now) != .ended else {
            throw refusal(.tokenRevoked, "The token was replaced or taken back; give the device its new one.")
        }
        // A good token lets its router in, whether or not its use can be noted.
        try? await store.noteUse(of: router.token, now: now)
        return .device(router)
    }

    private static func refusal(_ code: ErrorCode, _ message: String) -> APIError {
        // RFC 6750, section 3.1.
        APIError(code, message, headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
    }
}
