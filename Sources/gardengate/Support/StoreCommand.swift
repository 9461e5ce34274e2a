import ArgumentParser
import Foundation
import GatewayDomain
import GatewayStore

/// A command that works on the database.
protocol StoreCommand: AsyncParsableCommand {
    /// Whether the command makes a database that does not exist.
    static var createsDatabase: Bool { get }

    /// Whether its changes are those of whoever typed it, and stand in the audit log as such.
    static var isAttributed: Bool { get }

    /// What it changes, for the audit log: a name or an id that is no secret; empty when there is none.
    var auditTarget: String { get }

    /// What every command takes.
    var global: GlobalOptions { get }

    /// Does what the command is for.
    func run(_ session: Session) async throws
}

extension StoreCommand {
    static var createsDatabase: Bool { false }
    static var isAttributed: Bool { true }
    var auditTarget: String { "" }

    mutating func run() async throws {
        let session = try await Session.open(
            global,
            createsDatabase: Self.createsDatabase,
            acting: Self.isAttributed
                ? WriteNote(
                    actor: .command(NSUserName()),
                    action: Gardengate.words(of: Self.self),
                    target: auditTarget,
                    at: .current
                ) : nil
        )
        do {
            try await run(session)
        } catch {
            // The command's own error says more than one of closing would.
            try? session.store.close()
            throw error
        }
        try session.store.close()
    }
}
