public import GatewayDomain

/// An event as it was written down.
public struct RecordedEvent: Hashable, Sendable {
    /// Its identity, the same for everybody who is told.
    public var id: GatewayEvent.ID
    /// Its place among all events; grows.
    public var position: Int64
    /// What happened.
    public var kind: GatewayEvent.Kind
    /// Where, when it happened at one site.
    public var site: Site.ID?
    /// When the gateway learnt of it.
    public var occurredAt: Timestamp
    /// What there is to tell: a JSON object.
    public var data: String

    /// The whole event as one JSON object, the same bytes each time.
    ///
    /// It is the body of a webhook, and the data of the stream.
    public var json: String {
        EventText.whole(self)
    }

    init(row: SQLRow) throws(StoreError) {
        id = try row.id("id")
        position = try row.integer("position")
        kind = try row.choice("kind")
        site = try row.optionalID("site_id")
        occurredAt = try row.time("occurred_at")
        data = try row.text("data")
    }
}
