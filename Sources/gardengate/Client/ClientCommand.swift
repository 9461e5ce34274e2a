import ArgumentParser

/// `gardengate client`.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Programs that ask an instance's coupon templates for codes.",
        discussion: """
            A client logs in with HTTP Basic: its id is the user name, its secret the password. It reaches the templates of \
            its own instance and nothing else.

            Example:
              gardengate client create --instance Lobby --name "Ticket shop"
            """,
        subcommands: [ClientCreate.self, ClientList.self, ClientRevoke.self]
    )
}
