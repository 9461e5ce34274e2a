/// One instance as a device should serve it.
public struct DesiredService: Hashable, Sendable {
    /// The instance.
    public var instance: Instance.ID
    /// The instance's name, for findings.
    public var name: String
    /// The guests' subnets here; they tell which hotspot server is meant.
    ///
    /// Empty: the only one there is.
    public var subnets: [Subnet]
    /// The user profile of its guests.
    public var profile: DesiredProfile
    /// The user profiles of guests whose coupons have a speed of their own: as ``profile``, but for name and rate limit.
    ///
    /// Only those that live coupons need, each name once.
    public var variants: [DesiredProfile]
    /// The login page that its guests should see; nil leaves them the router's own.
    public var loginPage: DesiredLoginPage?

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - name: its name.
    ///   - subnets: the guests' subnets here.
    ///   - profile: the user profile of its guests.
    public init(instance: Instance.ID, name: String, subnets: [Subnet], profile: DesiredProfile) {
        self.instance = instance
        self.name = name
        self.subnets = subnets
        self.profile = profile
        self.variants = []
        self.loginPage = nil
    }

    /// Every user profile that the service needs, its own one first.
    public var profiles: [DesiredProfile] { [profile] + variants }
}
