import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device trust`.
struct DeviceTrustCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Say anew how a router is recognised, for instance after its certificate was renewed.",
        discussion: """
            Without --trust the fingerprint that the router shows now is shown and asked for, as when it was added.

            Example:
              gardengate device trust 192.0.2.1
            """
    )

    @Argument(help: "The device: its id, its host or its host:port.")
    var device: String

    @Option(help: TrustArgument.help)
    var trust: TrustArgument?

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { device }

    func run(_ session: Session) async throws {
        var device = try await session.store.device(device)
        device.trust = try await TrustQuestion(host: device.host, port: device.port).answer(trust)
        try await session.store.setTrust(of: device.id, to: device.trust, now: session.now)
        TrustArgument.warn(about: [device])
        session.output.write(
            "device \(HostPort.text(device.host, device.port)) is recognised by \(device.trust.text)",
            json: DeviceView(device: device).json
        )
    }
}
