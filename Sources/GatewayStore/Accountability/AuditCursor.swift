/// Where a page of the audit log, newest first, ended: the position of its last entry.
public struct AuditCursor: PageCursor {
    /// The position, which only grows.
    public var position: Int64

    /// The place right after an entry.
    ///
    /// - Parameter entry: the entry.
    public init(after entry: AuditEntry) {
        position = entry.position
    }

    /// The position.
    public var keys: [String] { [String(position)] }

    /// Reads the position.
    ///
    /// - Parameter keys: what ``keys`` told; nil comes of anything else.
    public init?(keys: [String]) {
        guard keys.count == 1, let position = Int64(keys[0]) else { return nil }
        self.position = position
    }
}
