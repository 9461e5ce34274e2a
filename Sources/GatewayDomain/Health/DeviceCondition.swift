/// Something that holds for a device: how it is doing, in one word or two.
///
/// Several may hold at once. The worst one that is a state is the device's state; the others stand beside it.
public enum DeviceCondition: String, Hashable, Sendable, CaseIterable {
    /// It is reached over a link that nobody's identity was verified on.
    case insecure
    /// It holds what it should.
    case synced
    /// A run is under way that brings it into line.
    case applying
    /// There are changes that it does not have yet; the next run brings them.
    case drifted
    /// Its site is paused: it is looked at and never written.
    case paused
    /// Rows wait for a window of its site, which somebody chose.
    case waiting
    /// Rows wait because of a limit that protects it, or for want of storage.
    case overBudget = "over_budget"
    /// It takes a part of what it should hold, and not the rest.
    case partial
    /// The last plan looks like a mistake, and waits for somebody to look at it.
    case heldBack = "held_back"
    /// Its RouterOS is older than the gateway writes to.
    case unsupportedVersion = "unsupported_version"
    /// device-mode forbids what the gateway needs.
    case blockedByDeviceMode = "blocked_by_device_mode"
    /// It answers, and yet runs fail.
    case failing
    /// It does not answer.
    case unreachable
    /// It refuses the gateway's account.
    case loginRefused = "login_refused"
    /// It shows another identity than the one that is trusted: nothing is sent to it, no password either.
    case certificateChanged = "certificate_changed"

    /// How bad it is, compared with others: the greater, the worse.
    ///
    /// First what keeps the gateway out altogether, then what keeps it from writing, then what waits.
    public var rank: Int { Self.ranks[self] ?? 0 }

    private static let ranks = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))

    /// Whether a device can be in this state; ``insecure`` only ever stands beside one.
    public var isState: Bool { self != .insecure }

    /// Whether it is written down when it begins and ends.
    ///
    /// ``drifted`` and ``applying`` come and go with every coupon: they are read off the revisions and the lease, make no event and stand
    /// in no history.
    public var isRecorded: Bool { self != .drifted && self != .applying }

    /// Whether it stands in the history of a device, and is told of by events.
    ///
    /// ``waiting`` comes and goes with every window: as far as these go, the device is ``synced``.
    public var isRemembered: Bool { self != .waiting }

    /// Whether somebody should do something about it.
    ///
    /// The rest is well, passes by itself, or was chosen. A device that is ``drifted`` for longer than ``DeviceHealth/driftPatience``
    /// needs somebody, too.
    public var needsAttention: Bool { rank >= Self.overBudget.rank }

    /// The condition in words: `login refused`.
    public var words: String { rawValue.split(separator: "_").joined(separator: " ") }

    /// Whether it is about getting through to the device: any run that gets through ends it.
    var isAboutReach: Bool { rank >= Self.failing.rank }

    /// Whether it comes out of comparing everything, and ends with a comparison of everything that does not find it.
    var isAboutContent: Bool { (Self.waiting.rank...Self.blockedByDeviceMode.rank).contains(rank) }
}

extension DeviceCondition: Comparable {
    /// Orders by how bad it is.
    public static func < (left: DeviceCondition, right: DeviceCondition) -> Bool { left.rank < right.rank }
}
