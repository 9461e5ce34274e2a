import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate token list`.
struct TokenList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tokens that were given out, newest first.",
        discussion: """
            Example:
              gardengate token list --json
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let tokens = try await session.store.tokens()
        let now = session.now
        var table = TextTable("ID", "NAME", "STATE", "ENDS", "LAST USED", "SCOPES")
        for token in tokens {
            table.add(
                token.id.rawValue,
                token.name,
                token.state(at: now).rawValue,
                token.expiresAt?.description ?? "never",
                token.lastUsedAt?.description ?? "never",
                token.grant.text
            )
        }
        session.output.write(
            table.text(orElse: "no token was made yet; make one with gardengate token create --name NAME"),
            json: .list(tokens) { TokenView(token: $0, now: now).json }
        )
    }
}
