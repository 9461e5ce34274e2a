import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device token rotate`.
struct DeviceTokenRotate: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make another token for a router.",
        discussion: """
            A router that runs the gateway's scripts is given its new token by the next push, at once where gardengate serves. A token that \
            somebody made is replaced as well, and printed, this once. The old ones stay good for a while, so that nothing is \
            refused that the router sends before it has the new one; list tells when that was first used. With --now they end at \
            once: for when one was lost.

            Example:
              gardengate device token rotate 192.0.2.1 --keep-old 2d
            """
    )

    @Argument(help: "The device: its id, its host or its host:port.")
    var device: String

    @Option(help: ArgumentHelp("How long the old token stays good.", valueName: "duration"))
    var keepOld: DurationArgument?

    @Flag(help: "End the old token at once.")
    var now = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { device }

    mutating func validate() throws {
        guard keepOld == nil || !now else {
            throw ValidationError("--now ends the old token and --keep-old keeps it: give one of them")
        }
    }

    func run(_ session: Session) async throws {
        let device = try await session.store.device(device)
        let rotation = try await session.store.rotateDeviceToken(
            of: device.id,
            keepingOldFor: .seconds(now ? 0 : keepOld?.seconds ?? DeviceToken.graceSeconds),
            now: session.now
        )
        guard let token = rotation.made ?? rotation.own else { return }
        let place = HostPort.text(device.host, device.port)
        let view = DeviceTokenView(token: token, now: session.now)
        session.output.write(
            rotation.text?.revealed ?? "device \(place) is given its new token by the next push",
            json: (["token": .string(rotation.text?.revealed)] as JSON).with(view.json)
        )
    }
}
