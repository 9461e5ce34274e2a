/// What a router holds of vouchers and accounts that somebody else made, and what has to be known to take them over.
public struct AdoptionSurvey: Sendable {
    /// The router.
    public var device: Device.ID
    /// Where it is reached, for people.
    public var host: String
    /// What kind of router it is, and its clock.
    public var facts: DeviceFacts
    /// Its user profiles.
    public var profiles: [ForeignProfile]
    /// All of its users, the gateway's own too.
    public var users: [ObservedUser]
    /// Passwords by row id, of users whose password the router shows.
    public var passwords: [String: Secret]
    /// Who is logged in.
    public var sessions: [ObservedSession]
    /// When it was read, by our clock.
    public var readAt: Timestamp

    /// Begins with an empty router.
    ///
    /// - Parameters:
    ///   - device: the router.
    ///   - host: where it is reached, for people.
    ///   - facts: what kind of router it is.
    ///   - readAt: when it was read.
    public init(device: Device.ID, host: String, facts: DeviceFacts, readAt: Timestamp) {
        self.device = device
        self.host = host
        self.facts = facts
        self.readAt = readAt
        profiles = []
        users = []
        passwords = [:]
        sessions = []
    }

    /// The end that a comment tells, by our clock: Mikhmon's script writes a date with a time there, in the router's local time.
    func end(in comment: String) -> Timestamp? {
        guard let local = RouterOSText.moment(comment) else { return nil }
        guard let clock = facts.clock else { return local }
        let moment = local - .seconds(clock.zoneOffsetSeconds)
        // A clock that is off by days was set wrong lately, and says nothing about what was written before.
        let isSlightlyOff = (3...86_400).contains(clock.aheadSeconds.magnitude)
        return isSlightlyOff ? moment - .seconds(clock.aheadSeconds) : moment
    }
}
