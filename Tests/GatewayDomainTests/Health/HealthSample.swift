import GatewayDomain

/// A device and what happens to it.
enum HealthSample {
    static let now = Timestamp(seconds: 1_795_000_000)

    static let device = Device(
        id: Device.ID("4d5e6f70-8192-4dbe-af30-4b5c6d7e8f90"),
        site: Site.ID("3c4d5e6f-7081-4cad-9e2f-3a4b5c6d7e8f"),
        host: "10.0.0.1",
        port: 8729,
        user: "gate",
        trust: .pinned(String(repeating: "ab", count: 32)),
        createdAt: now - .seconds(86_400)
    )

    static func run(
        _ outcome: SyncRun.Outcome,
        _ label: FailureLabel? = nil,
        failure: String? = nil,
        compared: Scope? = .everything,
        findings: [Finding.Code] = [],
        refusal: Refusal? = nil,
        lines: [PlanDocument.Line] = []
    ) -> SyncRun {
        let plan = PlanDocument(
            lines: lines,
            counts: PlanDocument.Counts(),
            findings: findings.map {
                PlanDocument.Note(code: $0.rawValue, subject: "", message: "It is \($0).", remedy: "Mend \($0).")
            },
            refusal: refusal?.description,
            refusalCode: refusal?.code
        )
        var run = SyncRun(
            id: SyncRun.ID("5e6f7081-92a3-4ecf-b041-5c6d7e8f90a1"),
            device: device.id,
            trigger: .look,
            mode: outcome == .planned ? .plan : .push,
            startedAt: now,
            finishedAt: now,
            outcome: outcome,
            plan: outcome == .failed || compared == nil ? nil : plan,
            failure: failure ?? label.map { "it failed" + ($0.remedy.map { ": \($0)" } ?? "") }
        )
        run.failureLabel = label
        run.compared = outcome == .failed ? nil : compared
        return run
    }

    static func standing(
        trust: DeviceTrust = device.trust,
        isPaused: Bool = false,
        wasCompared: Bool = true
    ) -> HealthRules.Standing {
        HealthRules.Standing(trust: trust, isPaused: isPaused, wasCompared: wasCompared)
    }

    static func circumstances(isBehind: Bool = false, isWorkedOn: Bool = false) -> DeviceHealth.Circumstances {
        DeviceHealth.Circumstances(
            device: device,
            siteName: "Hotel Linde",
            lastSuccessAt: now - .seconds(60),
            isBehind: isBehind,
            behindSince: now - .seconds(20),
            claimedAt: isWorkedOn ? now - .seconds(3) : nil
        )
    }
}
