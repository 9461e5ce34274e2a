import GatewayDomain
import GatewayStore
import GatewaySync
import Logging

/// What operations work with.
struct APIServices: Sendable {
    /// What the gateway knows.
    let store: Store
    /// Where the gateway is reached.
    let address: PublicURL
    /// The time.
    let now: @Sendable () -> Timestamp
    /// The time that goes on record of what routers report.
    let recordTime: @Sendable () -> Timestamp
    /// For what goes wrong here.
    let logger: Logger
    /// Where reports of routers are recorded.
    let reports: ReportDesk
    /// What routers may send, and how much of it.
    let devices: DeviceGate
    /// Bodies that are being read while they arrive.
    let uploads: BoundedStreams
    /// Requests that wait for something to be done.
    let waits = BoundedWaits(maximum: 64)
    /// Streams of events that are open.
    let streams = StreamPlaces(maximum: 64)
    /// How streams of events are kept.
    let streamLimits: StreamLimits
    /// Whether webhooks may be at addresses that are not of the public Internet, and at plain HTTP.
    let allowsPrivateWebhooks: Bool
    /// What this process counts of its other work.
    let figures: GatewayFigures
    /// What it counts of requests.
    let requests = RequestTally()

    /// What links and `doc_url` begin with, without a slash at the end.
    var publicURL: String { address.value }
}
