import ArgumentParser

/// `gardengate audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Who changed what.",
        discussion: """
            Example:
              gardengate audit list --limit 20
            """,
        subcommands: [AuditList.self]
    )
}
