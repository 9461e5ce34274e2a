/// A hotspot user as it was seen.
public struct ObservedUser: Hashable, Sendable {
    /// Its id in this reading.
    public var id: String
    /// Its name.
    public var name: String
    /// The hotspot server that it belongs to, or nil for all.
    ///
    /// `*5` when that server was removed.
    public var server: String?
    /// Its user profile.
    ///
    /// `*5` when that profile was removed.
    public var profile: String
    /// Total online time in seconds; 0 for no limit.
    public var uptimeSecondsMaximum: Int64
    /// Total bytes; 0 for no limit.
    public var dataBytesMaximum: Int64
    /// The only device that may log in, upper case with colons, or nil for any.
    public var macAddress: String?
    /// Whether it is switched off.
    public var isDisabled: Bool
    /// Whether the router made it for itself (`dynamic` or `default`).
    public var isBuiltIn: Bool
    /// Its comment; empty when it has none.
    public var comment: String {
        didSet { mark = OwnershipMark(comment: comment) }
    }
    /// What the comment says of whose it is; nil of a foreign one without any mark.
    ///
    /// Read once with the comment: everybody who looks at a user asks for it.
    public private(set) var mark: OwnershipMark?
    /// Online time of all finished sessions, in seconds.
    public var uptimeSeconds: Int64
    /// Bytes sent by the guest in all finished sessions.
    public var bytesIn: Int64
    /// Bytes received by the guest in all finished sessions.
    public var bytesOut: Int64

    /// Makes a user that nobody has used.
    ///
    /// - Parameters:
    ///   - id: its id in this reading.
    ///   - name: its name.
    ///   - profile: its user profile.
    ///   - comment: its comment.
    public init(id: String, name: String, profile: String, comment: String) {
        self.id = id
        self.name = name
        self.server = nil
        self.profile = profile
        self.uptimeSecondsMaximum = 0
        self.dataBytesMaximum = 0
        self.macAddress = nil
        self.isDisabled = false
        self.isBuiltIn = false
        self.comment = comment
        self.mark = OwnershipMark(comment: comment)
        self.uptimeSeconds = 0
        self.bytesIn = 0
        self.bytesOut = 0
    }
}
