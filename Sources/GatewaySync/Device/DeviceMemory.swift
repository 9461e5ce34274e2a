import GatewayDomain

/// What the last full reading over a connection found, kept as long as the connection.
///
/// It spares a reading by names the facts and profiles. It is never trusted for a decision that cannot be undone: when a router
/// answers that a profile or server does not exist, everything is read again.
struct DeviceMemory: Sendable {
    var facts: DeviceFacts
    var profiles: [ObservedProfile]
    var managedUserCount: Int
    /// The counts right after the device was last found to be as it should be; nil until then.
    var figures: DeviceFigures?
}
