import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device token rotate`.
struct DeviceTokenRotate: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make another token for a router and print it, this once.",
        discussion: """
            The old token stays good for a while, so that nothing is refused that the router sends before it has the new one; list \
            tells when the new one was first used. With --now the old one ends at once: for when it was lost.

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
        let (token, text) = try await session.store.rotateDeviceToken(
            of: device.id,
            keepingOldFor: .seconds(now ? 0 : keepOld?.seconds ?? DeviceToken.graceSeconds),
            now: session.now
        )
        let view = DeviceTokenView(token: token, now: session.now)
        session.output.write(text.revealed, json: (["token": .string(text.revealed)] as JSON).with(view.json))
    }
}
