/// What holds for a device after something happened to it.
public enum HealthRules {
    /// Characters of a reason that are kept; a router's words come into it.
    public static let reasonCharactersMaximum = 500

    /// What is known of a device beside its runs.
    public struct Standing: Hashable, Sendable {
        /// How its identity is checked.
        public var trust: DeviceTrust
        /// Whether its site is paused.
        public var isPaused: Bool
        /// Whether it was ever compared with what it should hold, and brought into line.
        public var wasCompared: Bool

        /// Puts it together.
        ///
        /// - Parameters:
        ///   - trust: how its identity is checked.
        ///   - isPaused: whether its site is paused.
        ///   - wasCompared: whether it was ever compared with what it should hold, and brought into line.
        public init(trust: DeviceTrust, isPaused: Bool, wasCompared: Bool) {
            self.trust = trust
            self.isPaused = isPaused
            self.wasCompared = wasCompared
        }
    }

    /// What is to be written down after a run.
    ///
    /// A run that got through ends what kept others from getting through. What is said of the device's content rests on comparing everything:
    /// a look, or a comparison of some names, adds to it and ends nothing. A failure of the gateway's own says nothing of the device.
    ///
    /// - Parameters:
    ///   - run: what came of the run.
    ///   - standing: what is known of the device besides.
    ///   - known: what was written down before.
    ///   - now: the time.
    /// - Returns: what holds now, the worst first; what held before keeps its beginning.
    public static func conditions(
        after run: SyncRun,
        _ standing: Standing,
        known: [ConditionNote],
        now: Timestamp
    ) -> [ConditionNote] {
        var notes = Dictionary(known.map { ($0.condition, $0) }, uniquingKeysWith: { first, _ in first })
        if run.outcome == .failed {
            // An error without a label is one of a version before labels.
            let label = run.failureLabel ?? .commandRefused
            if let condition = label.condition {
                drop(\.isAboutReach, from: &notes)
                notes[condition] = ConditionNote(condition, since: now, why: run.failureMatter, remedy: label.remedy)
                // It was found with the device's address at hand, which the label does not know.
                if condition == .certificateChanged { notes[condition]?.remedy = nil }
            }
        } else {
            drop(\.isAboutReach, from: &notes)
            if run.compared == .everything {
                let keepsPartial = run.outcome == .planned && run.plan?.lines.isEmpty == false
                let partial = keepsPartial ? notes[.partial] : nil
                drop(\.isAboutContent, from: &notes)
                notes[.partial] = partial
            }
            for note in contents(of: run, now: now) { notes[note.condition] = note }
        }
        return settled(standing, notes, known: known, now: now)
    }

    /// What is to be written down after somebody changed what is known of a device beside its runs.
    ///
    /// Another way to recognise it ends the refusal to talk to it: the next run tells.
    ///
    /// - Parameters:
    ///   - standing: what is known of the device now.
    ///   - isTrustNew: whether it is recognised in another way from now on.
    ///   - known: what was written down before.
    ///   - now: the time.
    /// - Returns: what holds now, the worst first.
    public static func conditions(
        _ standing: Standing,
        isTrustNew: Bool,
        known: [ConditionNote],
        now: Timestamp
    ) -> [ConditionNote] {
        var notes = Dictionary(known.map { ($0.condition, $0) }, uniquingKeysWith: { first, _ in first })
        let wasSynced = notes[.synced]
        if isTrustNew { notes[.certificateChanged] = nil }
        var found = settled(standing, notes, known: known, now: now)
        // Nothing was learnt of the device: it is not known to be right now, if it was not before.
        if wasSynced == nil { found.removeAll { $0.condition == .synced } }
        return found
    }

    private static func settled(
        _ standing: Standing,
        _ notes: [DeviceCondition: ConditionNote],
        known: [ConditionNote],
        now: Timestamp
    ) -> [ConditionNote] {
        var notes = notes
        notes[.paused] = standing.isPaused ? ConditionNote(.paused, since: now, why: "its site is paused") : nil
        notes[.insecure] =
            standing.trust == .anonymous
            ? ConditionNote(.insecure, since: now, why: "nothing proves that it is the right router") : nil
        notes[.synced] = nil
        if standing.wasCompared, !notes.keys.contains(where: \.isState) {
            notes[.synced] = ConditionNote(.synced, since: now, why: "")
        }
        let since = Dictionary(known.map { ($0.condition, $0.since) }, uniquingKeysWith: { first, _ in first })
        return notes.values.map { note in
            var note = note
            note.since = since[note.condition] ?? note.since
            note.why = String(note.why.prefix(reasonCharactersMaximum))
            return note
        }.sorted { $0.condition > $1.condition }
    }

    private static func drop(
        _ group: (DeviceCondition) -> Bool,
        from notes: inout [DeviceCondition: ConditionNote]
    ) {
        notes = notes.filter { !group($0.key) }
    }

    /// What a run that got through tells of the device's content, each condition once.
    private static func contents(of run: SyncRun, now: Timestamp) -> [ConditionNote] {
        var found: [ConditionNote] = []
        func note(_ condition: DeviceCondition, _ why: String, _ remedy: String? = nil) {
            guard !found.contains(where: { $0.condition == condition }) else { return }
            found.append(ConditionNote(condition, since: now, why: why, remedy: remedy))
        }
        let findings = run.plan?.findings ?? []
        for finding in findings {
            guard let condition = Finding.Code(rawValue: finding.code)?.condition else { continue }
            note(condition, finding.message, finding.remedy)
        }
        switch run.plan?.refusalCode {
        case .massRemoval, .emptied: note(.heldBack, run.plan?.refusal ?? "")
        case .hotspotForbidden: note(.blockedByDeviceMode, run.plan?.refusal ?? "")
        case .unsupportedVersion:
            let finding = findings.first { $0.code == Finding.Code.oldVersion.rawValue }
            note(.unsupportedVersion, finding?.message ?? run.plan?.refusal ?? "")
        case .stale, .paused: break
        case nil: if run.outcome == .refused { note(.heldBack, run.failureMatter) }
        }
        if run.outcome == .partial {
            note(run.failureLabel == .storageFull ? .overBudget : .partial, run.failureMatter)
        }
        if let conflict = run.plan?.lines.first(where: { $0.sign == "!" }) { note(.partial, conflict.text) }
        return found
    }
}
