public import GatewayDomain

extension Store {
    /// Events after a place, in the order in which they were written.
    ///
    /// - Parameters:
    ///   - position: the place; 0 for the beginning.
    ///   - kinds: only these; empty for all.
    ///   - limit: how many at most.
    /// - Returns: the events, and up to which place was looked: the next page begins there.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func events(
        after position: Int64,
        kinds: Set<GatewayEvent.Kind> = [],
        limit: Int
    ) async throws(StoreError) -> (events: [RecordedEvent], position: Int64) {
        try await read { connection throws(StoreError) in
            let events = try connection.query(
                """
                SELECT * FROM events WHERE position > $1
                    AND ($2 = 1 OR kind IN (SELECT r.kind FROM \(rows: 3, ["kind": .text]) AS r))
                ORDER BY position LIMIT $4
                """,
                [position, kinds.isEmpty, SQLRows(kinds) { [$0.rawValue] }, limit],
                as: RecordedEvent.init(row:)
            )
            if events.count == limit, let last = events.last { return (events: events, position: last.position) }
            return (events: events, position: max(position, try Self.newestEvent(connection)))
        }
    }

    /// The place of an event.
    ///
    /// - Parameter id: the event.
    /// - Returns: nil when it was never written, or is not kept any more.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func eventPosition(of id: GatewayEvent.ID) async throws(StoreError) -> Int64? {
        try await read { connection throws(StoreError) in
            try connection.query("SELECT position FROM events WHERE id = $1", [id]).first?.integer("position")
        }
    }

    /// The event at a place, or the nearest one before it that is kept.
    ///
    /// - Parameter position: the place.
    /// - Returns: what a reader has seen who has seen everything up to the place; nil when nothing up to there is kept.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func eventID(at position: Int64) async throws(StoreError) -> GatewayEvent.ID? {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT id FROM events WHERE position <= $1 ORDER BY position DESC LIMIT 1",
                [position]
            ).first?.id("id")
        }
    }

    /// The place of the newest event; 0 before the first.
    ///
    /// - Returns: the place; events that come later have a higher one.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func newestEventPosition() async throws(StoreError) -> Int64 {
        try await read(Self.newestEvent)
    }

    private static func newestEvent(_ connection: any SQLConnection) throws(StoreError) -> Int64 {
        try connection.query("SELECT value FROM counters WHERE name = 'event'").first?.integer("value") ?? 0
    }
}
