import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device token create`.
struct DeviceTokenCreate: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make the token of a router and print it, this once.",
        discussion: """
            Nothing but the token is printed, so that it can be piped into a file or a secret store. A router that has a token \
            gets another one with rotate.

            Example:
              gardengate device token create 192.0.2.1
            """
    )

    @Argument(help: "The device: its id, its host or its host:port.")
    var device: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { device }

    func run(_ session: Session) async throws {
        let device = try await session.store.device(device)
        let (token, text) = try await session.store.createDeviceToken(for: device.id, now: session.now)
        let view = DeviceTokenView(token: token, now: session.now)
        session.output.write(text.revealed, json: (["token": .string(text.revealed)] as JSON).with(view.json))
    }
}
