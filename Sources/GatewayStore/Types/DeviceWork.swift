public import GatewayDomain

/// One device that has to be looked at, with the lease to do so.
public struct DeviceWork: Hashable, Sendable {
    /// The device.
    public var device: Device
    /// Whether its site is paused: looked at, never written.
    public var isPaused: Bool
    /// What may be done.
    public var mode: SyncRun.Mode
    /// Why.
    public var trigger: SyncRun.Trigger
    /// How much is to be compared; nil for a cheap look only.
    public var scope: Scope?
    /// The revision that the device has when the scope is as it should be.
    public var targetRevision: Int64
    /// What was decided about the plan when the push was asked for.
    public var decisions: PushDecisions
    /// The request that this answers, or nil.
    public var request: PushRequest.ID?
    /// Who works on it.
    public var holder: LeaseHolder
    /// Until when the device is leased; extended by ``Store/extendLease(_:now:for:)``.
    public var leasedUntil: Timestamp
    /// When it was claimed: the moment that the names which fall due are counted from.
    public var claimedAt: Timestamp
    /// How many runs in a row have failed or stayed incomplete before this one; what the back-off is computed from.
    public var failureCount: Int
    /// When everything is to be compared next, or nil when it never was.
    public var auditAt: Timestamp?
    /// Names that changed besides, for work on everything: they come before it.
    public var waitingNames: Set<String> = []
    /// Whether it was claimed beyond the places for ordinary work, since it must not wait for one.
    public var isAhead = false
    /// Whether somebody told of guests of these names, and the device is to say what is true of it.
    public var isAsked = false
}

/// When a device is to be looked at after a run.
///
/// A nil leaves a time as it is.
public struct FollowUp: Hashable, Sendable {
    /// The next cheap look.
    public var lookAt: Timestamp?
    /// The next full comparison.
    public var auditAt: Timestamp?
    /// After a run that did not succeed: not before this time.
    ///
    /// Without it such a device waits one minute.
    public var retryAt: Timestamp?

    /// Makes a follow-up.
    ///
    /// - Parameters:
    ///   - lookAt: the next cheap look; nil leaves it as it is.
    ///   - auditAt: the next full comparison; nil leaves it as it is.
    ///   - retryAt: when to try again after a run that did not succeed.
    public init(lookAt: Timestamp? = nil, auditAt: Timestamp? = nil, retryAt: Timestamp? = nil) {
        self.lookAt = lookAt
        self.auditAt = auditAt
        self.retryAt = retryAt
    }
}
