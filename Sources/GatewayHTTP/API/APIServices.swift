import GatewayDomain
import GatewayStore
import Logging

/// What operations work with.
struct APIServices: Sendable {
    /// What the gateway knows.
    let store: Store
    /// Where the gateway is reached.
    let address: PublicURL
    /// The time.
    let now: @Sendable () -> Timestamp
    /// For what goes wrong here.
    let logger: Logger
    /// Requests that wait for something to be done.
    let waits = BoundedWaits(maximum: 64)

    /// What links and `doc_url` begin with, without a slash at the end.
    var publicURL: String { address.value }
}
