import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate client revoke`.
struct ClientRevoke: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a client's access away, at once and for ever.",
        discussion: """
            The coupons that it asked for stay as they are: revoke those with gardengate coupon revoke.

            Example:
              gardengate client revoke "Ticket shop"
            """
    )

    @Argument(help: "The client: its id or its name.")
    var client: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { client }

    func run(_ session: Session) async throws {
        let revoked = try await session.store.revokeClient(client, now: session.now)
        session.output.write(
            "client \(revoked.name.printable) is revoked: its secret opens nothing any more",
            json: ClientView(client: revoked).json
        )
    }
}
