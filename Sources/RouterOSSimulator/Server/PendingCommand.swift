/// A command that was received and waits for its turn.
struct PendingCommand {
    let connection: APIConnection
    let tag: WordBytes?
    let request: CommandRequest
    /// What it took on the wire.
    let sentenceBytes: Int
    /// The number of the command since the faults were set.
    let number: Int
    /// Whether its time has passed already.
    var isPaid = false

    var lane: CommandLane { CommandLane(connection: self.connection.id, tag: self.tag) }
}

/// What keeps its order: a tag of a connection, or its commands without one.
struct CommandLane: Hashable {
    let connection: RowID
    let tag: WordBytes?
}
