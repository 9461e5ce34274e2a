import GatewayDomain
import GatewaySync
import NIOPosix

/// The login that shows whether a device can be served.
enum DeviceLogin {
    /// Logs in once.
    ///
    /// - Returns: what the router calls itself, for people.
    static func check(_ device: Device, password: Secret) async throws -> String {
        let facts = try await facts(of: device, password: password)
        if facts.version < .oldestWritten, !device.allowsUnsupported {
            Streams.error(
                """
                warning: RouterOS \(facts.version) is older than \(RouterOSRelease.oldestWritten): the router is looked at, \
                not written; upgrade it, or say --allow-unsupported
                """
            )
        }
        return "\(facts.identity.printable), RouterOS \(facts.version)"
    }

    private static func facts(of device: Device, password: Secret) async throws -> DeviceFacts {
        let address = HostPort.text(device.host, device.port)
        do {
            return try await Progress.showing("logging in to \(address)") {
                try await DeviceCheck.perform(
                    device,
                    password: password,
                    configuration: SyncConfiguration(),
                    group: MultiThreadedEventLoopGroup.singleton,
                    logger: Log.silent,
                    now: { .current }
                )
            }
        } catch let failure as DeviceFailure {
            // Only this one names the router by itself.
            if case .unreachable = failure { throw failure }
            throw CommandFailure("\(address): \(failure)")
        }
    }
}
