import GatewayDomain
import HTTPTypes

/// What can be asked for about events.
enum EventOperations {
    static let all = [
        Operation("streamEvents", .get, "/captive/events", .scope(.eventsRead), perform: StreamEvents.perform)
    ]
}
