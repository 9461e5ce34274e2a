import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate token rotate`.
struct TokenRotate: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Sign the tokens to come with a new key.",
        discussion: """
            The tokens that are out stay good, until they end or are revoked. With --revoke-old the keys before the new one \
            are retired, and every token that they signed is revoked: for when a key, or a backup with its key file, was lost.

            Example:
              gardengate token rotate --revoke-old
            """
    )

    @Flag(help: "Retire the old keys, and with them every token that is out.")
    var revokeOld = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let (key, revoked) = try await session.store.rotateSigningKey(retiring: revokeOld, now: session.now)
        let others = revokeOld ? "; \(revoked) \(revoked == 1 ? "token is" : "tokens are") revoked" : ""
        session.output.write(
            "tokens are signed with key \(key.short) from now on\(others)",
            json: ["key_id": .id(key), "revoked": .number(revoked)]
        )
    }
}
