import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate token revoke`.
struct TokenRevoke: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a token back: from now on it lets nobody in.",
        discussion: """
            Example:
              gardengate token revoke 0a4ffa93-9c9d-4d3e-8c52-2f6a1f0b7e11
            """
    )

    @Argument(help: "The id of the token, as token list shows it.")
    var id: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { id }

    func run(_ session: Session) async throws {
        let now = session.now
        let token = try await session.store.revokeToken(AccessToken.ID(id), now: now)
        session.output.write(
            "token \(token.name.printable) (\(token.id.short)) is revoked",
            json: TokenView(token: token, now: now).json
        )
    }
}
