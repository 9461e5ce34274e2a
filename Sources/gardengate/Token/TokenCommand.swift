import ArgumentParser

/// `gardengate token`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Tokens that let programs use the HTTP API.",
        discussion: """
            A token is shown once, when it is made; the gateway keeps none. What it may do is said by its scopes.

            Example:
              gardengate token create --name till --scope coupons:write --expires 90d
            """,
        subcommands: [TokenCreate.self, TokenList.self, TokenRevoke.self, TokenRotate.self]
    )
}
