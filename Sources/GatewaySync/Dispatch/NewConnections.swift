import GatewayDomain
import Synchronization

/// Connections that were made and that nobody listens on yet.
///
/// At most one a device is of use, so it stays small.
final class NewConnections: Sendable {
    private let waiting = Mutex<[(Device, any DeviceChannel)]>([])

    /// Adds one.
    func add(_ device: Device, _ connection: any DeviceChannel) {
        waiting.withLock { $0.append((device, connection)) }
    }

    /// Takes all.
    func take() -> [(Device, any DeviceChannel)] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
