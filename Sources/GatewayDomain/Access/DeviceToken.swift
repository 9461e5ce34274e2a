/// What is known of a token with which a router reports events: whose it is, and until when it is good.
///
/// The token itself is kept by nobody but the router.
public struct DeviceToken: Hashable, Sendable {
    /// The identity of a token.
    public typealias ID = Identifier<DeviceToken>

    /// What the text of every such token begins with, so that people and scanners for leaked secrets know it when they see it.
    public static let prefix = "ggd_"
    /// How long an old token stays good after rotation, unless somebody says otherwise: seven days, in seconds.
    ///
    /// Long enough for a router that is switched off over a weekend to be given the new one.
    public static let graceSeconds: Int64 = 7 * 86_400

    /// Its id.
    public let id: ID
    /// The router that it lets report.
    public let device: Device.ID
    /// When it was made.
    public let createdAt: Timestamp
    /// From when on it is no longer good; nil while nobody replaced it or took it back.
    public let endsAt: Timestamp?
    /// When it was last shown, to the minute; nil when it never was.
    public let lastUsedAt: Timestamp?
    /// Which of those that the gateway itself gave to the router, counted from 1; nil for one that somebody made.
    public let generation: Int64?

    /// Whether the gateway itself gives it to the router, with its scripts.
    public var isRoutersOwn: Bool { generation != nil }

    /// Takes over what is known of a token.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - device: the router that it lets report.
    ///   - createdAt: when it was made.
    ///   - endsAt: from when on it is no longer good.
    ///   - lastUsedAt: when it was last shown.
    ///   - generation: which of those that the gateway gave to the router; nil for one that somebody made.
    public init(
        id: ID,
        device: Device.ID,
        createdAt: Timestamp,
        endsAt: Timestamp? = nil,
        lastUsedAt: Timestamp? = nil,
        generation: Int64? = nil
    ) {
        self.id = id
        self.device = device
        self.createdAt = createdAt
        self.endsAt = endsAt
        self.lastUsedAt = lastUsedAt
        self.generation = generation
    }

    /// What a token is good for at some time.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It lets its router report.
        case valid
        /// It still does; a newer one took its place, and the router should have that.
        case ending
        /// It was replaced or taken back.
        case ended
    }

    /// What it is good for.
    ///
    /// - Parameter now: the time.
    /// - Returns: its state.
    public func state(at now: Timestamp) -> State {
        guard let endsAt else { return .valid }
        return endsAt > now ? .ending : .ended
    }
}
