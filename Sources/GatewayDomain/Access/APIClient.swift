/// A program that asks for codes with an id and a secret (HTTP Basic), for the templates of one instance.
///
/// Its secret is shown once, when the client is made; nobody holds it afterwards but the client.
public struct APIClient: Hashable, Sendable {
    /// The identity of a client.
    public typealias ID = Identifier<APIClient>

    /// Its identity, and the user name it logs in with.
    public var id: ID
    /// The instance whose templates it may use.
    public var instance: Instance.ID
    /// A name for people.
    public var name: String
    /// When it was made.
    public var createdAt: Timestamp
    /// When it last asked for anything, to the minute; nil when it never did.
    public var lastUsedAt: Timestamp?
    /// When somebody revoked it, or nil.
    public var revokedAt: Timestamp?

    /// Makes a client that was never used.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - instance: the instance whose templates it may use.
    ///   - name: a name for people.
    ///   - createdAt: when it was made.
    public init(id: ID, instance: Instance.ID, name: String, createdAt: Timestamp) {
        self.id = id
        self.instance = instance
        self.name = name
        self.createdAt = createdAt
        self.lastUsedAt = nil
        self.revokedAt = nil
    }

    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        try TextRule.check(name, .name)
    }
}
