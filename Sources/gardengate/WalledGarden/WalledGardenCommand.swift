import ArgumentParser

/// `gardengate walled-garden`.
struct WalledGardenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "walled-garden",
        abstract: "What a guest of a site reaches before login.",
        discussion: """
            Example:
              gardengate walled-garden add "Hotel Linde" "Payment" pay.example.com
            """,
        subcommands: [WalledGardenAdd.self, WalledGardenList.self, WalledGardenRemove.self]
    )
}
