import GatewayDomain
import HTTPTypes

/// What can be asked for about guests, and of what is known of them.
enum GuestOperations {
    static let all = [
        Operation("eraseGuest", .post, "/captive/guests/erase", .scope(.guestsWrite), perform: EraseGuest.perform)
    ]
}
