import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device remove`.
struct DeviceRemove: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget a router.",
        discussion: """
            The router keeps what it holds: its coupons go on working there until they are removed by hand. What it \
            reported stays on record.

            Example:
              gardengate device remove 192.0.2.1
            """
    )

    @Argument(help: "The device: its id, its host or its host:port.")
    var device: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { device }

    func run(_ session: Session) async throws {
        let device = try await session.store.device(device)
        let hasTunnel = try await session.store.tunnelRouters().contains { $0.address == device.host }
        try await session.store.removeDevice(device.id)
        session.output.write(
            """
            device \(HostPort.text(device.host, device.port)) removed; what it holds stays on it\
            \(hasTunnel ? "\nit dials on until the gateway's end is written again: gardengate gateway tunnel config" : "")
            """,
            json: DeviceView(device: device).json
        )
    }
}
