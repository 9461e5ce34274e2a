/// A place with guest Wi-Fi.
public struct Site: Hashable, Sendable {
    /// The identity of a site.
    public typealias ID = Identifier<Site>

    /// Its identity.
    public var id: ID
    /// A name for people; unique.
    public var name: String
    /// When it was paused: its devices are observed, never written.
    ///
    /// Nil while it is served.
    public var pausedAt: Timestamp?
    /// When it was made.
    public var createdAt: Timestamp
    /// The instances that serve it, each with the subnets of its guests there.
    public var services: [Service]
    /// Whether its routers run the gateway's scripts.
    public var hasScripts: Bool
    /// When its routers are written to; none for always.
    public var windows: WriteWindows

    /// One instance at this site.
    public struct Service: Hashable, Sendable {
        /// The instance.
        public var instance: Instance.ID
        /// The guests' subnets at this site.
        ///
        /// Empty: the site has one hotspot server, and that is the one.
        public var subnets: [Subnet]
        /// Whether its routers show the gateway's login page to the instance's guests.
        public var hasLoginPage: Bool

        /// Says that an instance serves a site.
        ///
        /// - Parameters:
        ///   - instance: the instance.
        ///   - subnets: the guests' subnets; may be empty.
        public init(instance: Instance.ID, subnets: [Subnet]) {
            self.instance = instance
            self.subnets = subnets
            self.hasLoginPage = false
        }
    }

    /// Makes a site.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - name: a unique name.
    ///   - services: the instances that serve it.
    ///   - createdAt: when it was made.
    public init(id: ID, name: String, services: [Service], createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.pausedAt = nil
        self.createdAt = createdAt
        self.services = services
        self.hasScripts = true
        self.windows = WriteWindows()
    }
}
