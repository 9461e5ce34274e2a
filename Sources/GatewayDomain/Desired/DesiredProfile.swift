/// A user profile as it should be.
///
/// The menu knows no `comment`, so the name is the mark: `gg-<gateway id>-<short id>`.
public struct DesiredProfile: Hashable, Sendable {
    /// `gg-<gateway id>-<short id>`.
    public var name: String
    /// How long one session lasts, and how long a device is remembered, in seconds.
    public var sessionSeconds: Int64
    /// How many devices may share one user at a time.
    public var sharedUsers: Int
    /// A rate limit in RouterOS form; empty for none.
    public var rateLimit: String
    /// How long a silent device stays logged in, in seconds: long enough for a phone in a pocket.
    public var keepaliveSeconds: Int64

    /// Long enough that a sleeping phone is not logged out, short enough that a guest who left is noticed.
    ///
    /// The router's own default of two minutes logs a sleeping phone out (manual, hotspot user profile).
    public static let keepaliveSecondsDefault: Int64 = 3600

    /// The name of an instance's profile.
    ///
    /// - Parameters:
    ///   - gateway: whose profile it is.
    ///   - instance: the instance.
    /// - Returns: `gg-<gateway id>-<short id>`.
    public static func name(gateway: GatewayID, instance: Instance.ID) -> String {
        namePrefix(of: gateway) + instance.short
    }

    /// What the names of all profiles of a gateway begin with.
    ///
    /// - Parameter gateway: whose profiles they are.
    /// - Returns: `gg-<gateway id>-`.
    public static func namePrefix(of gateway: GatewayID) -> String { "gg-\(gateway)-" }

    /// Makes a profile.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - sessionSeconds: how long a session lasts.
    ///   - sharedUsers: how many devices may share a user.
    ///   - rateLimit: a rate limit; empty for none.
    public init(name: String, sessionSeconds: Int64, sharedUsers: Int, rateLimit: String) {
        self.name = name
        self.sessionSeconds = sessionSeconds
        self.sharedUsers = sharedUsers
        self.rateLimit = rateLimit
        self.keepaliveSeconds = Self.keepaliveSecondsDefault
    }
}
