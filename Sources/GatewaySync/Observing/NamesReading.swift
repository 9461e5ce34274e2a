import GatewayDomain

/// What a device held of some names at one moment: their users, and who is logged in by them.
struct NamesReading: Sendable {
    /// The names that were asked for.
    private(set) var names: Set<String>
    private(set) var users: [ObservedUser] = []
    private(set) var sessions: [ObservedSession] = []
    /// When it was asked for, by this machine's clock.
    let readAt: Timestamp
    /// The lines of the router's own log that are not known yet; empty where it was not read.
    var log: [RouterLogEntry] = []
    /// The router's clock, where it was read.
    var clock: RouterTime?

    init(names: Set<String>, readAt: Timestamp) {
        self.names = names
        self.readAt = readAt
    }

    init(names: Set<String>, users: [ObservedUser], sessions: [ObservedSession], readAt: Timestamp) {
        self.names = names
        self.users = users
        self.sessions = sessions
        self.readAt = readAt
    }

    /// What it tells of fewer names.
    func limited(to fewer: Set<String>) -> NamesReading {
        NamesReading(
            names: names.intersection(fewer),
            users: users.filter { fewer.contains($0.name) },
            sessions: sessions.filter { fewer.contains($0.user) },
            readAt: readAt
        )
    }

    /// Adds a reading of other names.
    mutating func add(_ other: NamesReading) {
        names.formUnion(other.names)
        users += other.users
        sessions += other.sessions
    }
}
