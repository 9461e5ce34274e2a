/// How a device is doing: everything that holds for it at a moment, the state first, then the worst.
public struct DeviceHealth: Hashable, Sendable {
    /// For so long a device may wait for changes before somebody should look why.
    public static let driftPatience: Duration = .seconds(15 * 60)

    /// What can be told of a device besides what is written down.
    public struct Circumstances: Hashable, Sendable {
        /// The device.
        public var device: Device
        /// The name of its site.
        public var siteName: String
        /// When a run last succeeded.
        public var lastSuccessAt: Timestamp?
        /// Whether there are changes that it does not have yet.
        public var isBehind: Bool
        /// Since when that is so, where it is known.
        public var behindSince: Timestamp?
        /// Since when somebody works on it; nil when nobody does.
        public var claimedAt: Timestamp?

        /// Puts it together.
        ///
        /// - Parameters:
        ///   - device: the device.
        ///   - siteName: the name of its site.
        ///   - lastSuccessAt: when a run last succeeded.
        ///   - isBehind: whether there are changes that it does not have yet.
        ///   - behindSince: since when that is so, where it is known. Default: it is not.
        ///   - claimedAt: since when somebody works on it. Default: nobody does.
        public init(
            device: Device,
            siteName: String,
            lastSuccessAt: Timestamp?,
            isBehind: Bool,
            behindSince: Timestamp? = nil,
            claimedAt: Timestamp? = nil
        ) {
            self.device = device
            self.siteName = siteName
            self.lastSuccessAt = lastSuccessAt
            self.isBehind = isBehind
            self.behindSince = behindSince
            self.claimedAt = claimedAt
        }
    }

    /// What holds: the state first, then the worst.
    ///
    /// Never empty; where something is to be done, each says what.
    public let conditions: [ConditionNote]

    /// The state: the worst condition that is one.
    public var state: ConditionNote { conditions[0] }

    /// What stands beside the state.
    public var others: ArraySlice<ConditionNote> { conditions.dropFirst() }

    /// What to do about its state, or else about what holds besides; nil where nothing is to be done.
    public var remedy: String? { conditions.lazy.compactMap(\.remedy).first }

    /// Puts together what is written down and what passes.
    ///
    /// Where nobody knows since when a device is behind, it is when it last was known to be right.
    ///
    /// - Parameters:
    ///   - recorded: what is written down.
    ///   - circumstances: what can be told of it besides.
    public init(_ recorded: [ConditionNote], _ circumstances: Circumstances) {
        var notes = recorded.filter(\.condition.isRecorded)
        let isPaused = notes.contains { $0.condition == .paused }
        let isKnown = notes.contains(where: \.condition.isState)
        if circumstances.isBehind || !isKnown, !isPaused {
            notes.removeAll { $0.condition == .synced }
            notes.append(Self.passing(circumstances))
        }
        let (device, siteName) = (circumstances.device, circumstances.siteName)
        for index in notes.indices where notes[index].remedy == nil {
            notes[index].remedy = notes[index].condition.remedy(for: device, siteName: siteName)
        }
        conditions = notes.sorted {
            ($0.condition.isState ? 0 : 1, $1.condition) < ($1.condition.isState ? 0 : 1, $0.condition)
        }
    }

    private static func passing(_ circumstances: Circumstances) -> ConditionNote {
        if let claimedAt = circumstances.claimedAt {
            return ConditionNote(.applying, since: claimedAt, why: "a run is under way")
        }
        let since = circumstances.behindSince ?? circumstances.lastSuccessAt ?? circumstances.device.createdAt
        let why =
            circumstances.lastSuccessAt == nil
            ? "it was never compared" : "what it should hold has changed since it was last looked at"
        return ConditionNote(.drifted, since: since, why: why)
    }

    /// Whether somebody should do something.
    ///
    /// - Parameter now: the time.
    /// - Returns: whether any condition asks for it, or changes have waited for too long.
    public func needsAttention(now: Timestamp) -> Bool {
        conditions.contains { note in
            note.condition.needsAttention
                || (note.condition == .drifted && now - note.since > Self.driftPatience)
        }
    }
}
