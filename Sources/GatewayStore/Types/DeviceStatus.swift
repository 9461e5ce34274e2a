public import GatewayDomain

/// How one device is doing, as `status` shows it.
public struct DeviceStatus: Hashable, Sendable {
    /// The device.
    public var device: Device
    /// The name of its site.
    public var siteName: String
    /// Whether its site is paused.
    public var isPaused: Bool
    /// The newest run that is on record, without cheap looks that found nothing.
    public var lastRun: SyncRun?
    /// When a run, also a cheap look, last succeeded.
    public var lastSuccessAt: Timestamp?
    /// Since when every run has failed; nil when the last one succeeded.
    public var failingSince: Timestamp?
    /// Which error ended the last run; nil when it succeeded.
    public var failure: String?
    /// What kind of error that was.
    public var failureLabel: FailureLabel?
    /// How many revisions of the store lie between what it should hold and what it holds; 0 when it is up to date.
    public var revisionLag: Int64
    /// Whether a push was asked for that is not done.
    public var hasPendingPush: Bool
    /// How wrong its clock is, as its own reports tell; nil while it has told nothing.
    public var clock: RouterClockNote?
    /// What is written down of how it is doing.
    public var recorded: [ConditionNote]
    /// Since when there are changes that it does not have; nil when it is up to date.
    public var behindSince: Timestamp?
    /// Since when somebody works on it; nil when nobody does.
    public var claimedAt: Timestamp?

    /// How it is doing.
    public var health: DeviceHealth {
        DeviceHealth(
            recorded,
            DeviceHealth.Circumstances(
                device: device,
                siteName: siteName,
                lastSuccessAt: lastSuccessAt,
                isBehind: revisionLag > 0,
                behindSince: behindSince,
                claimedAt: claimedAt
            )
        )
    }
}
