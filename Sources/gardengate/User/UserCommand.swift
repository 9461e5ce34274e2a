import ArgumentParser

/// `gardengate user`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Named accounts of a site, for staff and long-term guests.",
        discussion: """
            Example:
              gardengate user add "Hotel Linde" reception --password-file reception.txt
            """,
        subcommands: [UserAdd.self, UserList.self, UserRemove.self]
    )
}
