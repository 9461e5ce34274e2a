import Logging
import Synchronization

/// When the login of a guest at each device became durable, as the gateway's own log says right afterwards.
final class LoginTimes: Sendable {
    private let times = Mutex<[String: ContinuousClock.Instant]>([:])

    func forget() { times.withLock { $0 = [:] } }

    subscript(device: String) -> ContinuousClock.Instant? { times.withLock { $0[device] } }

    var handler: any LogHandler { Handler(times: self) }

    private struct Handler: LogHandler {
        let times: LoginTimes
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .notice

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            guard event.message.description == "login recorded", let device = event.metadata?["device"] else { return }
            times.times.withLock { $0[device.description] = $0[device.description] ?? .now }
        }
    }
}
