import GatewayDomain

/// What the last full reading over a connection found, kept as long as the connection.
///
/// It spares a reading by names the facts and profiles. It is never trusted for a decision that cannot be undone: when a router
/// answers that a profile or server does not exist, everything is read again.
struct DeviceMemory: Sendable {
    var facts: DeviceFacts
    var profiles: [ObservedProfile]
    var managedUserCount: Int
    /// The counts right after the device was last found to be as it should be, or its plan was refused; nil until then.
    var figures: DeviceFigures?

    /// What a device holds of some names, as far as they were read, and what is remembered of the rest.
    func state(with reading: NamesReading) -> ObservedState {
        var state = ObservedState(scope: .names(reading.names), facts: facts)
        state.profiles = profiles
        state.managedUserCount = managedUserCount
        state.users = reading.users
        state.sessions = reading.sessions
        state.readAt = reading.readAt
        state.log = reading.log
        if var clock = reading.clock {
            clock.bootedAt = facts.clock?.bootedAt
            state.facts.clock = clock
        }
        return state
    }
}
