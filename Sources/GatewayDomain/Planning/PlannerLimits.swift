/// What a plan may do at the most.
public struct PlannerLimits: Hashable, Sendable {
    /// A plan that removes a larger share of our rows than this without a reason is refused; 20 % unless changed.
    public var unexplainedRemovalShareMaximum: Double
    /// A plan that removes no more rows than this is never refused for their number; 10 unless changed.
    public var unexplainedRemovalCountMaximum: Int
    /// How many users of ours a device may hold; what is beyond waits.
    ///
    /// 5,000 unless changed.
    public var managedUserCountMaximum: Int
    /// Free storage below which nothing is added, in bytes; 1 MiB unless changed.
    public var freeStorageBytesMinimum: Int64
    /// What a row takes of the free storage at the most, in bytes; 512 unless changed.
    ///
    /// No source has a figure; a coupon's values are a third of that. So many rows are added at once as stay above the floor by it.
    public var storageBytesPerRow: Int64
    /// How many rows may be written to a device in a day of UTC; 20,000 unless changed.
    ///
    /// Each row that is written is written to flash memory, and no source says how many of those a router stands. The default lets a device
    /// that holds as many users as it may be filled anew four times a day, which no operator needs and no gateway should do: it stops
    /// what would go on for ever, such as another tool that undoes our rows every minute.
    public var rowsPerDayMaximum: Int

    /// The limits that hold unless somebody changes them.
    public init() {
        unexplainedRemovalShareMaximum = 0.2
        unexplainedRemovalCountMaximum = 10
        managedUserCountMaximum = 5000
        freeStorageBytesMinimum = 1 << 20
        storageBytesPerRow = 512
        rowsPerDayMaximum = 20_000
    }
}

/// What somebody who asked for a push decided.
public struct PushDecisions: Hashable, Sendable {
    /// The plan that was looked at and confirmed: this one is applied, whatever it removes, and no other.
    public var confirmedPlan: PlanDigest?
    /// Foreign users that become ours.
    public var adoptedNames: Set<String>
    /// Whether nothing waits for a window of the site.
    public var ignoresWindow: Bool

    /// Decides.
    ///
    /// - Parameters:
    ///   - confirmedPlan: the plan that was confirmed; nil when none was.
    ///   - adoptedNames: foreign users that become ours.
    ///   - ignoresWindow: whether nothing waits for a window of the site.
    public init(
        confirmedPlan: PlanDigest? = nil,
        adoptedNames: Set<String> = [],
        ignoresWindow: Bool = false
    ) {
        self.confirmedPlan = confirmedPlan
        self.adoptedNames = adoptedNames
        self.ignoresWindow = ignoresWindow
    }

    /// Whether removals for no known reason go ahead.
    public var isConfirmed: Bool { confirmedPlan != nil }

    /// What is decided about a plan for some names only, which nobody saw before it is applied.
    public var ofNames: PushDecisions { PushDecisions(adoptedNames: adoptedNames, ignoresWindow: ignoresWindow) }

    /// Until when what waits for a window may be written, as far as these decisions leave it to the window.
    ///
    /// - Parameter desired: what the device should hold.
    /// - Returns: when the window closes; nil where that stops nothing.
    public func writesUntil(_ desired: DesiredState) -> Timestamp? {
        ignoresWindow || isConfirmed ? nil : desired.window.closesAt
    }
}
