import ArgumentParser

/// `gardengate guest`.
struct GuestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guest",
        abstract: "Who got in at a site, with which device, and for how long.",
        discussion: """
            Example:
              gardengate guest list "Hotel Linde" --state active
            """,
        subcommands: [GuestList.self, GuestShow.self, GuestDisconnect.self, GuestErase.self]
    )
}
