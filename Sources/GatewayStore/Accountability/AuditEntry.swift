public import GatewayDomain

/// One change in the audit log: who did what, to what, when, and from where.
public struct AuditEntry: Hashable, Sendable {
    /// How long an entry is kept: a year, and the time that it takes to ask about it.
    public static let lifetime = Duration.seconds(400 * 86_400)

    /// The identity of an entry.
    public typealias ID = Identifier<AuditEntry>

    /// Its id.
    public let id: ID
    /// Where it stands in the log: a later change has a higher number.
    public let position: Int64
    /// When.
    public let at: Timestamp
    /// Who, and from where.
    public let actor: Actor
    /// What was done: the id of an operation, or the words of a command.
    public let action: String
    /// What it was done to.
    public let target: String
    /// The id that the log of the process has for the request.
    public let requestID: String?
}

extension AuditEntry {
    init(row: SQLRow) throws(StoreError) {
        id = try row.id("id")
        position = try row.integer("position")
        at = try row.time("at")
        actor = Actor(
            kind: try row.choice("actor_kind"),
            id: try row.text("actor_id"),
            name: try row.text("actor_name"),
            address: try row.optionalText("address")
        )
        action = try row.text("action")
        target = try row.text("target")
        requestID = try row.optionalText("request_id")
    }

    /// Appends an entry.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - note: what it says.
    ///   - connection: a connection inside the transaction that makes the change.
    /// - Returns: where it stands.
    /// - Throws: ``StoreError`` when the database cannot be written.
    static func append(
        _ id: ID,
        _ note: WriteNote,
        _ connection: any SQLConnection
    ) throws(StoreError) -> Int64 {
        let rows = try connection.query(
            """
            INSERT INTO audit_log (
                position, id, at, actor_kind, actor_id, actor_name, address, action, target, request_id
            )
            SELECT COALESCE(MAX(position), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9 FROM audit_log
            RETURNING position
            """,
            [
                id, note.at, note.actor.kind.rawValue, note.actor.id, note.actor.name, note.actor.address, note.action,
                note.target, note.requestID,
            ]
        )
        guard let row = rows.first else { throw .damaged("the audit log took no entry") }
        return try row.integer("position")
    }
}
