/// What is known of a token that lets a program in: its name, what it may do, and until when.
///
/// The token itself is kept by nobody but its bearer.
public struct AccessToken: Hashable, Sendable {
    /// The identity of a token.
    public typealias ID = Identifier<AccessToken>

    /// Its id, which the token carries.
    public let id: ID
    /// What people call it.
    public let name: String
    /// What its bearer may do.
    public let grant: AccessGrant
    /// When it was made.
    public let createdAt: Timestamp
    /// From when on it is no longer good; nil for never.
    ///
    /// Whole seconds, as in the token.
    public let expiresAt: Timestamp?
    /// When it was taken back, itself or with the key that signed it.
    public let revokedAt: Timestamp?
    /// When it was last shown, to the minute.
    public let lastUsedAt: Timestamp?

    /// Makes a token.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - name: what people call it.
    ///   - grant: what its bearer may do.
    ///   - createdAt: when it was made.
    ///   - expiresAt: from when on it is no longer good; cut to whole seconds.
    ///   - revokedAt: when it was taken back.
    ///   - lastUsedAt: when it was last shown.
    public init(
        id: ID,
        name: String,
        grant: AccessGrant,
        createdAt: Timestamp,
        expiresAt: Timestamp? = nil,
        revokedAt: Timestamp? = nil,
        lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.grant = grant
        self.createdAt = createdAt
        self.expiresAt = expiresAt.map { Timestamp(seconds: $0.seconds) }
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
    }

    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        try TextRule.check(name, .name)
        if let expiresAt, expiresAt <= createdAt {
            throw .combination(.expiry, problem: "lies in the past", remedy: "give a time to come, or none")
        }
    }

    /// What a token is good for at some time.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It lets its bearer in.
        case valid
        /// Its time is over.
        case expired
        /// It was taken back.
        case revoked
    }

    /// What it is good for.
    ///
    /// - Parameter now: the time.
    /// - Returns: revoked before expired: who took it back wants to see that.
    public func state(at now: Timestamp) -> State {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= now { return .expired }
        return .valid
    }
}
