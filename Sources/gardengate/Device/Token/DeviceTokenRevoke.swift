import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device token revoke`.
struct DeviceTokenRevoke: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take every token of a router back: what it reports is refused from now on.",
        discussion: """
            Its logins are still found by reading the router, as long as the gateway reaches it. A router that runs the gateway's scripts \
            is given another token by the next push; site set --no-scripts takes them away.

            Example:
              gardengate device token revoke 192.0.2.1
            """
    )

    @Argument(help: "The device: its id, its host or its host:port.")
    var device: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { device }

    func run(_ session: Session) async throws {
        let device = try await session.store.device(device)
        let count = try await session.store.revokeDeviceTokens(of: device.id, now: session.now)
        session.output.write(
            "device \(HostPort.text(device.host, device.port)): \(count) \(count == 1 ? "token is" : "tokens are") revoked",
            json: ["device_id": .id(device.id), "revoked": .number(count)]
        )
    }
}
