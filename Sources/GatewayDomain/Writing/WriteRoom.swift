/// How many more rows a device may be given, and what keeps it from more.
struct WriteRoom {
    /// How many users of ours it may hold in all.
    let managedUserCountMaximum: Int
    /// How many rows the free flash memory has room for.
    let storageRows: Int
    /// How many rows the day has left.
    let budgetRows: Int
    private let day: WriteDay?
    /// When the window opens that everything waits for; nil where there is none.
    private let opensAt: Timestamp?
    /// For how many seconds it is open then; nil for as long as it takes.
    private let openSeconds: Int64?

    /// Looks at the limits.
    ///
    /// A tenth of a day's budget is kept for names that change meanwhile: a code that is sold at a desk does not wait for midnight because
    /// everything else was written once too often.
    init(limits: PlannerLimits, desired: DesiredState, facts: DeviceFacts, opensAt: Timestamp? = nil) {
        self.opensAt = opensAt
        openSeconds = desired.window.openSeconds
        managedUserCountMaximum = limits.managedUserCountMaximum
        day = desired.writes
        let free = facts.freeStorageBytes.map { max(0, $0 - limits.freeStorageBytesMinimum) }
        let isFree = (facts.freeStorageBytes ?? .max) >= limits.freeStorageBytesMinimum
        storageRows = isFree ? free.map { 1 + Int(clamping: $0 / limits.storageBytesPerRow) } ?? .max : 0
        let maximum = limits.rowsPerDayMaximum
        let usable = desired.scope == .everything ? maximum - maximum / 10 : maximum
        budgetRows = max(0, usable - (desired.writes?.rows ?? 0))
    }

    /// Whether a window is shut, so that only what ends somebody's access is written, and who is in.
    var isShut: Bool { opensAt != nil }

    /// Whether anything may be added that is no user: profiles, walled-garden rows and scripts are few, and not counted beforehand.
    var isOpen: Bool { closed == nil }

    /// Why nothing may be added but guests who are in and what they need, or nil.
    var closed: Postponement.Reason? {
        if isShut { return .window }
        if storageRows == 0 { return .freeFlash }
        return budgetRows == 0 ? .dailyBudget : nil
    }

    /// How many rows wait for what, each reason once.
    func postponements(_ rows: [Postponement.Reason: Int]) -> [Postponement] {
        Postponement.Reason.allCases.compactMap { reason in
            guard let count = rows[reason], count > 0 else { return nil }
            let opensAt: Timestamp? =
                switch reason {
                case .window: opensAt
                case .dailyBudget: day?.endsAt
                case .rowCap, .freeFlash: nil
                }
            return Postponement(
                reason,
                rows: count,
                opensAt: opensAt,
                openSeconds: reason == .window ? openSeconds : nil
            )
        }
    }
}
