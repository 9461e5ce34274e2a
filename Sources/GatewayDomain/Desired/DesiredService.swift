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
    }
}
