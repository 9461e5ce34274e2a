import GatewayStore
import Logging

/// Erases what is known of one guest.
enum EraseGuest {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let fields = try request.fields(known: ["mac", "ip", "name"])
        let guest: GuestIdentity
        do {
            guest = try GuestIdentity(
                macAddress: fields.optionalString("mac"),
                address: fields.optionalString("ip"),
                name: fields.optionalString("name")
            )
        } catch let error as GuestIdentityError {
            throw APIError(.parameterInvalid, "The body does not tell one guest: \(error.reason).")
        }
        let count = try await request.store.eraseGuest(guest, now: request.now)
        do {
            // Who records waits meanwhile: a large database is left to the service that looks every hour, not written anew for each guest.
            _ = try await request.store.scrub(bytesMaximum: Store.quickScrubBytesMaximum, leavesRest: true)
        } catch {
            // The records are overwritten, and the database's files are freed of them within the hour.
            request.services.logger.notice("files were not scrubbed at once", metadata: ["reason": "\(error)"])
        }
        return .json(["erased": .integer(Int64(count))])
    }
}
