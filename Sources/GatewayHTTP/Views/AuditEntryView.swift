public import GatewayStore

/// An entry of the audit log as programs read it.
public struct AuditEntryView {
    private let entry: AuditEntry

    /// Shows an entry.
    ///
    /// - Parameter entry: the entry.
    public init(entry: AuditEntry) {
        self.entry = entry
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(entry.id),
            "at": .time(entry.at),
            "actor": [
                "kind": .string(entry.actor.kind.rawValue),
                "id": .string(entry.actor.id),
                "name": .string(entry.actor.name),
                "address": .string(entry.actor.address),
            ],
            "action": .string(entry.action),
            "target": .string(entry.target),
            "request_id": .string(entry.requestID),
        ]
    }
}
