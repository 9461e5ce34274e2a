/// What one device was seen to hold, for a scope, at a moment.
///
/// Absent properties have been given their defaults by whoever read them. The `id` of a row is good for this reading only:
/// a router reuses ids.
public struct ObservedState: Hashable, Sendable {
    /// How much of the device was read.
    public var scope: Scope
    /// When it was asked for, by our clock; nil when nobody knows.
    ///
    /// What happened on the router afterwards may not be in it.
    public var readAt: Timestamp?
    /// What kind of router it is and how it is set up.
    public var facts: DeviceFacts
    /// User profiles, all of them.
    public var profiles: [ObservedProfile]
    /// Hotspot users in the scope: ours, foreign ones, dynamic ones.
    public var users: [ObservedUser]
    /// How many users of ours the device holds in all, also beyond the scope.
    public var managedUserCount: Int
    /// Guests who are logged in, of users in the scope.
    public var sessions: [ObservedSession]
    /// What lets devices back in without their codes: of users that have sessions or cookies which must not be there.
    ///
    /// Empty when no such user is in the scope: nobody asked for them.
    public var cookies: [ObservedCookie]
    /// Both walled-garden lists, each in table order.
    ///
    /// Empty unless the scope is everything.
    public var garden: [GardenList: [ObservedGardenRow]]
    /// The files of ours: those of login pages; nil when nobody asked for them, or they could not be read.
    public var files: [ObservedFile]?
    /// All scripts and schedules, ours and foreign ones; nil when nobody asked for them, or they could not be read.
    public var scripts: [ScriptMenu: [ObservedScriptRow]]?
    /// The lines of the router's own log that are not known yet, in their order; empty where it was not read.
    public var log: [RouterLogEntry]

    /// Makes the observed state of a device that holds nothing.
    ///
    /// - Parameters:
    ///   - scope: how much was read.
    ///   - facts: what kind of router it is.
    public init(scope: Scope, facts: DeviceFacts) {
        self.scope = scope
        self.readAt = nil
        self.facts = facts
        self.profiles = []
        self.users = []
        self.managedUserCount = 0
        self.sessions = []
        self.cookies = []
        self.garden = [:]
        self.files = nil
        self.scripts = nil
        self.log = []
    }
}
