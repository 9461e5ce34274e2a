import GatewayDomain
import Logging
import NIOCore
import RouterOSAPI

/// Connects to devices, and says in their terms what goes wrong.
enum DeviceConnector {
    /// Connects and logs in.
    static func connect(
        to device: Device,
        password: Secret,
        configuration: SyncConfiguration,
        group: any EventLoopGroup,
        logger: Logger
    ) async throws(DeviceFailure) -> RouterOSConnection {
        let settings = try settings(for: device, configuration)
        do {
            return try await RouterOSConnection.connect(
                settings,
                credentials: RouterOSCredentials(user: device.user, password: password.revealed),
                on: group,
                logger: logger
            )
        } catch {
            throw failure(error, device: device)
        }
    }

    /// Where a device is, how it is trusted, and how long everything may take.
    static func settings(
        for device: Device,
        _ configuration: SyncConfiguration
    ) throws(DeviceFailure) -> RouterOSConnectionConfiguration {
        var settings = RouterOSConnectionConfiguration(
            host: device.host,
            port: device.port,
            transport: .tls(try trust(of: device))
        )
        settings.connectTimeout = configuration.connectTimeout
        settings.loginTimeout = configuration.connectTimeout
        settings.callDeadline = configuration.commandDeadline
        // A `listen` goes on for as long as the connection lasts: it must not take the place of a command.
        settings.limits.commandsInFlightMaximum =
            configuration.commandsInFlightMaximum + (configuration.listensForLogins ? 1 : 0)
        return settings
    }

    private static func trust(of device: Device) throws(DeviceFailure) -> TLSTrust {
        switch device.trust {
        case .pinned(let digits):
            guard let fingerprint = CertificateFingerprint(digits) else {
                throw .untrusted(
                    .configuration("the pinned fingerprint is not 64 hexadecimal digits: trust the device again")
                )
            }
            return .pinned(fingerprint)
        case .authority(let file): return .authority(file: file)
        case .anonymous: return .anonymous
        }
    }

    /// What it means when no connection came about.
    static func failure(_ error: RouterOSError, device: Device) -> DeviceFailure {
        switch error.reason {
        case .connectFailed(let host, let port, let text):
            .unreachable(host: host, port: port, reason: text)
        // Before the login is answered, a router says nothing of why it hangs up.
        case .closedByPeer, .connectionFailed, .tls(.closedDuringHandshake), .tls(.closed):
            .closedBeforeLogin(host: device.host, port: device.port)
        case .tls(let error):
            .untrusted(error)
        case .loginRefused(let trap):
            trap.kind == .notAllowed
                ? .accountLacksAPI(user: device.user)
                : .loginRefused(user: device.user, reason: trap.description)
        default:
            .command(error)
        }
    }
}
