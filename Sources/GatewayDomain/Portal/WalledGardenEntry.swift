/// An address that guests of a site reach before they log in (or, with `deny`, do not).
public struct WalledGardenEntry: Hashable, Sendable {
    /// The identity of an entry.
    public typealias ID = Identifier<WalledGardenEntry>

    /// What the entry is about.
    public enum Target: Hashable, Sendable {
        /// An IPv4 address or network.
        case network(Subnet)
        /// A host name; with `*` or `?` a pattern, with a leading `:` a regular expression.
        case host(String)
    }

    /// What happens to traffic that matches.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// Let it through.
        case allow
        /// Hold it back.
        case deny
    }

    /// What guests need an entry for, as the portal's API has it; the same to a router.
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// For the login.
        case login = "captive-auth"
        /// For the portal's page.
        case portal = "captive-portal"
    }

    /// Its identity.
    public var id: ID
    /// The site.
    public var site: Site.ID
    /// Its place among the site's entries; the router uses the first that matches.
    public var position: Int
    /// A name for people.
    public var name: String
    /// What guests need it for, or nil when nobody said.
    public var purpose: Purpose?
    /// What it is about.
    public var target: Target
    /// Let through or hold back.
    public var action: Action
    /// A port or range of ports (`443`, `8000-8100`), or nil for all.
    public var port: String?
    /// `tcp`, `udp` or another IP protocol, or nil for all.
    ///
    /// A port needs one.
    public var transport: String?
    /// An HTTP method, or nil for all.
    public var method: String?
    /// A pattern for the path of a URL, or nil for all.
    public var path: String?
    /// When it was made.
    public var createdAt: Timestamp

    /// Makes an entry that lets everything to one target through.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - site: the site.
    ///   - position: its place among the site's entries.
    ///   - name: a name for people.
    ///   - target: what it is about.
    ///   - createdAt: when it was made.
    public init(id: ID, site: Site.ID, position: Int, name: String, target: Target, createdAt: Timestamp) {
        self.id = id
        self.site = site
        self.position = position
        self.name = name
        self.purpose = nil
        self.target = target
        self.action = .allow
        self.port = nil
        self.transport = nil
        self.method = nil
        self.path = nil
        self.createdAt = createdAt
    }
}
