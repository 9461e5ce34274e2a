import GatewayDomain
import NIOPosix
import RouterOSAPI

/// The router that is probed, and how to get in.
struct ProbeTarget: Sendable {
    let host: String
    let port: Int
    let user: String
    let password: Secret
    let trust: DeviceTrust

    /// How long one command may take: the router is to be asked, not waited for.
    private static let commandDeadline = Duration.seconds(20)

    /// The address as people write it.
    var place: String { HostPort.text(host, port) }

    /// Connects and logs in, with another password when one is given.
    @Sendable func connect(_ other: String?) async throws(RouterOSError) -> RouterOSConnection {
        var configuration = RouterOSConnectionConfiguration(host: host, port: port, transport: .tls(try tlsTrust()))
        configuration.callDeadline = Self.commandDeadline
        return try await RouterOSConnection.connect(
            configuration,
            credentials: RouterOSCredentials(user: user, password: other ?? password.revealed),
            on: MultiThreadedEventLoopGroup.singleton,
            logger: Log.silent
        )
    }

    private func tlsTrust() throws(RouterOSError) -> TLSTrust {
        switch trust {
        case .pinned(let digits):
            guard let fingerprint = CertificateFingerprint(digits) else {
                throw RouterOSError(.tls(.configuration("the fingerprint is not 64 hexadecimal digits")))
            }
            return .pinned(fingerprint)
        case .authority(let file): return .authority(file: file)
        case .anonymous: return .anonymous
        }
    }

    /// Does something with the router; what goes wrong becomes one line with the remedy.
    func explaining<Value>(_ work: () async throws(RouterOSError) -> Value) async throws -> Value {
        do throws(RouterOSError) {
            return try await work()
        } catch {
            throw failure(error)
        }
    }

    /// One line that names the router and the remedy.
    func failure(_ error: RouterOSError) -> CommandFailure {
        switch (error.reason, error.trap?.kind) {
        case (.connectFailed(_, _, let text), _):
            CommandFailure(
                """
                no connection to \(place) (\(text)): check the address, that the router is up, and that its api-ssl service is on and \
                allows this machine (/ip/service/print)
                """
            )
        case (.trapped, .noSuchCommand):
            CommandFailure("\(place) has no hotspot menu: install the hotspot package, then run /ip/hotspot/setup")
        default: CommandFailure("\(place): \(error)")
        }
    }
}
