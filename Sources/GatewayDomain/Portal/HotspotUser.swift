/// A named account that is pushed to one site: a resident, a till, a guest of long standing.
public struct HotspotUser: Hashable, Sendable {
    /// The identity of a hotspot user.
    public typealias ID = Identifier<HotspotUser>

    /// Its identity.
    public var id: ID
    /// The site that holds it.
    public var site: Site.ID
    /// The instance whose hotspot server it may use there.
    public var instance: Instance.ID
    /// What the person types; shares one name space with coupons' codes.
    public var name: String
    /// The password; may be empty.
    public var password: Secret
    /// A user profile of the router's own to use, or nil for the instance's.
    public var profile: String?
    /// Total online time in seconds, or nil for no limit.
    public var uptimeSecondsMaximum: Int64?
    /// Total bytes, or nil for no limit.
    public var dataBytesMaximum: Int64?
    /// Whether it may log in on every hotspot server of the router, which must be asked for.
    public var onAllServers: Bool
    /// When it was taken over from another tool; nil for one that was made here.
    public var adoptedAt: Timestamp?
    /// When it was made.
    public var createdAt: Timestamp

    /// Makes an account without limits.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - site: the site that holds it.
    ///   - instance: the instance whose server it may use.
    ///   - name: what the person types.
    ///   - password: the password.
    ///   - createdAt: when it was made.
    public init(
        id: ID,
        site: Site.ID,
        instance: Instance.ID,
        name: String,
        password: Secret,
        createdAt: Timestamp
    ) {
        self.id = id
        self.site = site
        self.instance = instance
        self.name = name
        self.password = password
        self.profile = nil
        self.uptimeSecondsMaximum = nil
        self.dataBytesMaximum = nil
        self.onAllServers = false
        self.adoptedAt = nil
        self.createdAt = createdAt
    }
}
