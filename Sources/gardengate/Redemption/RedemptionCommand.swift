import ArgumentParser

/// `gardengate redemption`.
struct RedemptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redemption",
        abstract: "Which codes were redeemed.",
        discussion: """
            Example:
              gardengate redemption list "Hotel Linde"
            """,
        subcommands: [RedemptionList.self, RedemptionExportCommand.self, RedemptionImportCommand.self]
    )
}
