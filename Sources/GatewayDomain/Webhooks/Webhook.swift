/// An address that is told of events by HTTP.
public struct Webhook: Hashable, Sendable {
    /// The identity of a webhook.
    public typealias ID = Identifier<Webhook>

    /// What somebody may say about a webhook.
    public struct Settings: Hashable, Sendable {
        /// Where it is.
        public var target: WebhookTarget
        /// Which events it wants; empty for all, also those that later versions know.
        public var kinds: Set<GatewayEvent.Kind>
        /// What people wrote down about it.
        public var note: String?

        /// Says what is wanted.
        ///
        /// - Parameters:
        ///   - target: where it is.
        ///   - kinds: which events it wants. Default: all.
        ///   - note: what people wrote down about it. Default: nothing.
        public init(target: WebhookTarget, kinds: Set<GatewayEvent.Kind> = [], note: String? = nil) {
            self.target = target
            self.kinds = kinds
            self.note = note
        }

        /// Checks the bounds of what is free text.
        ///
        /// - Throws: `PortalValueError` for the first value that cannot be taken.
        public func validate() throws(PortalValueError) {
            guard let note else { return }
            try TextRule.check(note, .note, bytesMaximum: Coupon.noteBytesMaximum)
        }
    }

    /// So many webhooks there may be; each costs a row for every event that it wants.
    public static let countMaximum = 50

    /// Its identity.
    public var id: ID
    /// What was said about it.
    public var settings: Settings
    /// When it was made.
    public var createdAt: Timestamp
    /// Since when nothing is sent to it; nil while it is told.
    public var disabledAt: Timestamp?
    /// Why nothing is sent to it, when that was not somebody's wish.
    public var disabledReason: String?
    /// Until when messages are also signed with the secret of before; nil when there is none.
    public var oldSecretUntil: Timestamp?

    /// Describes a webhook.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - settings: what was said about it.
    ///   - createdAt: when it was made.
    public init(id: ID, settings: Settings, createdAt: Timestamp) {
        self.id = id
        self.settings = settings
        self.createdAt = createdAt
    }
}
