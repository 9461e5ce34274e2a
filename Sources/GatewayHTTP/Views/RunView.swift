public import GatewayDomain

/// A run as programs read it.
public struct RunView {
    private let run: SyncRun

    /// Shows a run.
    ///
    /// - Parameter run: the run.
    public init(run: SyncRun) {
        self.run = run
    }

    /// One JSON object with the plan.
    public var json: JSON {
        [
            "id": .id(run.id),
            "device_id": .id(run.device),
            "trigger": .string(run.trigger.rawValue),
            "mode": .string(run.mode.rawValue),
            "outcome": .string(run.outcome.rawValue),
            "started_at": .time(run.startedAt),
            "finished_at": .time(run.finishedAt),
            "failure": .string(run.failure),
            "plan": run.plan.map(plan) ?? .null,
        ]
    }

    private func plan(_ plan: PlanDocument) -> JSON {
        [
            "counts": [
                "added": .integer(Int64(plan.counts.added)),
                "changed": .integer(Int64(plan.counts.changed)),
                "removed": .integer(Int64(plan.counts.removed)),
                "moved": .integer(Int64(plan.counts.moved)),
                "unchanged": .integer(Int64(plan.counts.unchanged)),
                "conflicts": .integer(Int64(plan.counts.conflicts)),
                "postponed": .integer(Int64(plan.counts.postponed)),
            ],
            "lines": .list(plan.lines) { line in
                [
                    "sign": .string(line.sign), "kind": .string(line.kind), "name": .string(line.name),
                    "detail": .string(line.detail),
                ]
            },
            "findings": .list(plan.findings) { note in
                [
                    "code": .string(note.code), "subject": .string(note.subject), "message": .string(note.message),
                    "remedy": .string(note.remedy),
                ]
            },
            "postponements": .list(plan.postponements ?? []) { waiting in
                [
                    "reason": .string(waiting.reason.rawValue), "rows": .integer(Int64(waiting.rows)),
                    "opens_at": .time(waiting.opensAt),
                ]
            },
            "refusal": .string(plan.refusal),
            "refusal_code": .string(plan.refusalCode?.rawValue),
        ]
    }
}
