import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate audit list`.
struct AuditList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the changes that somebody made, newest first.",
        discussion: """
            A change is one that was asked for over HTTP, or by a command on this machine. It is kept for 400 days.

            Example:
              gardengate audit list --limit 20 --json
            """
    )

    @Option(help: ArgumentHelp("How many at most, 1 to 10000.", valueName: "count"))
    var limit = 100

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000") }
    }

    func run(_ session: Session) async throws {
        let entries = try await session.store.auditEntries(limit: limit)
        var table = TextTable("WHEN", "WHO", "FROM", "DID", "TO")
        for entry in entries {
            table.add(
                entry.at.description,
                "\(entry.actor.kind.rawValue) \(entry.actor.name)",
                entry.actor.address ?? "this machine",
                entry.action,
                entry.target
            )
        }
        session.output.write(
            table.text(orElse: "nobody changed anything yet"),
            json: .list(entries) { AuditEntryView(entry: $0).json }
        )
    }
}
