import GatewayDomain
import Testing

/// What is written down of a device after a run.
@Suite struct HealthRulesTests {
    private let now = HealthSample.now

    /// What holds after some runs, each a minute after the one before.
    private func notes(
        after runs: [SyncRun],
        _ standing: HealthRules.Standing = HealthSample.standing()
    ) -> [ConditionNote] {
        var (notes, time) = ([ConditionNote](), now)
        for run in runs {
            notes = HealthRules.conditions(after: run, standing, known: notes, now: time)
            time = time + .seconds(60)
        }
        return notes
    }

    private func conditions(
        after runs: SyncRun...,
        standing: HealthRules.Standing = HealthSample.standing()
    ) -> [DeviceCondition] {
        notes(after: runs, standing).map(\.condition)
    }

    @Test func `a device that was compared and holds everything is synced`() {
        #expect(conditions(after: HealthSample.run(.unchanged)) == [.synced])
        #expect(conditions(after: HealthSample.run(.converged)) == [.synced])
        #expect(conditions(after: HealthSample.run(.unchanged, compared: nil)) == [.synced])
        let fresh = HealthSample.standing(wasCompared: false)
        #expect(conditions(after: HealthSample.run(.planned), standing: fresh) == [])
    }

    @Test func `each kind of failure has its condition, or says nothing of the device`() {
        var found: [DeviceCondition: Set<FailureLabel>] = [:]
        for label in FailureLabel.allCases {
            let now = conditions(after: HealthSample.run(.unchanged), HealthSample.run(.failed, label))
            guard let condition = label.condition else {
                #expect(now == [.synced], "\(label)")
                continue
            }
            #expect(now == [condition], "\(label)")
            found[condition, default: []].insert(label)
        }
        #expect(found[.certificateChanged] == [.certificateChanged])
        #expect(found[.loginRefused] == [.loginRefused, .accountLacksAPI])
        #expect(found[.unreachable] == [.unreachable, .timedOut, .connectionLost])
        #expect(found[.blockedByDeviceMode] == [.deviceMode])
    }

    @Test func `why stands apart from the remedy, and neither is lost`() throws {
        let note = try #require(notes(after: [HealthSample.run(.failed, .unreachable)]).first)
        #expect(note.why == "it failed")
        #expect(note.remedy == FailureLabel.unreachable.remedy)
        let changed = try #require(notes(after: [HealthSample.run(.failed, .certificateChanged)]).first)
        let health = DeviceHealth([changed], HealthSample.circumstances())
        #expect(health.state.remedy?.contains("gardengate device trust 10.0.0.1:8729") == true)
    }

    @Test func `since survives runs that say the same, and begins anew after another state`() {
        let failed = HealthSample.run(.failed, .unreachable)
        #expect(notes(after: [failed, failed, failed]).map(\.since) == [now])
        let again = notes(after: [failed, HealthSample.run(.unchanged), failed])
        #expect(again.map(\.since) == [now + .seconds(120)])
    }

    @Test func `a run that gets through ends what kept others out, and another failure takes its place`() {
        let unreachable = HealthSample.run(.failed, .unreachable)
        #expect(conditions(after: unreachable, HealthSample.run(.failed, .loginRefused)) == [.loginRefused])
        #expect(conditions(after: unreachable, HealthSample.run(.unchanged, compared: nil)) == [.synced])
        // A gateway that stops in the middle has learnt nothing.
        #expect(conditions(after: unreachable, HealthSample.run(.failed, .stopped)) == [.unreachable])
    }

    @Test func `findings and refusals are conditions until everything was compared without them`() {
        let blocked = HealthSample.run(.unchanged, findings: [.deviceMode, .notYetPushed, .noServer, .stockLoginPage])
        let expected: [DeviceCondition] = [.blockedByDeviceMode, .partial, .overBudget]
        #expect(conditions(after: blocked) == expected)
        #expect(conditions(after: blocked, HealthSample.run(.unchanged, compared: nil)) == expected)
        #expect(conditions(after: blocked, HealthSample.run(.converged, compared: .names(["A"]))) == expected)
        #expect(conditions(after: blocked, HealthSample.run(.unchanged)) == [.synced])
        // It cannot be reached, and would be blocked if it could.
        let both = conditions(after: blocked, HealthSample.run(.failed, .unreachable))
        #expect(both == [.unreachable] + expected)
    }

    @Test(arguments: [
        (Refusal.massRemoval(removed: 30, managed: 40), [DeviceCondition.heldBack]),
        (.emptied(managed: 40), [.heldBack]),
        (.unsupportedVersion(RouterOSRelease(6, 49, 18)), [.unsupportedVersion]),
        (.hotspotForbidden, [.blockedByDeviceMode]),
        (.stale, [.synced]),
    ])
    func `what a plan is refused for`(refusal: Refusal, expected: [DeviceCondition]) {
        let run = HealthSample.run(.refused, failure: refusal.description, refusal: refusal)
        #expect(conditions(after: run) == expected)
        #expect(notes(after: [run]).first?.why == (refusal == .stale ? "" : refusal.description))
    }

    @Test func `a router too old that may be written to all the same is no matter`() {
        #expect(conditions(after: HealthSample.run(.converged, findings: [.oldVersion])) == [.synced])
        let refused = HealthSample.run(
            .refused,
            findings: [.oldVersion],
            refusal: .unsupportedVersion(RouterOSRelease(7, 6, 0))
        )
        #expect(notes(after: [refused]).first?.why == "It is oldVersion.")
    }

    @Test func `what could not be written is partial, or over budget where there is no room`() {
        #expect(conditions(after: HealthSample.run(.partial, failure: "the device changed")) == [.partial])
        #expect(conditions(after: HealthSample.run(.partial, .storageFull)) == [.overBudget])
        let line = PlanDocument.Line(sign: "!", kind: "user", name: "resident", detail: "is somebody else's")
        let conflict = HealthSample.run(.unchanged, lines: [line])
        #expect(conditions(after: conflict) == [.partial])
        #expect(notes(after: [conflict]).first?.why.contains("resident") == true)
        // Looking at a plan does not bring the rest onto the device.
        let planned = HealthSample.run(
            .planned,
            lines: [PlanDocument.Line(sign: "+", kind: "user", name: "A", detail: "")]
        )
        #expect(conditions(after: HealthSample.run(.partial, failure: "no"), planned) == [.partial])
        #expect(conditions(after: HealthSample.run(.partial, failure: "no"), HealthSample.run(.planned)) == [.synced])
    }

    @Test func `a paused site and an unverified link stand beside the rest`() {
        let standing = HealthSample.standing(trust: .anonymous, isPaused: true)
        let paused = HealthSample.run(.refused, refusal: .paused)
        #expect(conditions(after: paused, standing: standing) == [.paused, .insecure])
        let insecure = HealthSample.standing(trust: .anonymous)
        #expect(conditions(after: HealthSample.run(.unchanged), standing: insecure) == [.synced, .insecure])
        #expect(
            conditions(after: HealthSample.run(.failed, .unreachable), standing: standing)
                == [.unreachable, .paused, .insecure]
        )
    }

    @Test func `a new trust ends the refusal to talk, and nothing is known to be right by that`() {
        let changed = notes(after: [HealthSample.run(.failed, .certificateChanged)])
        func after(_ standing: HealthRules.Standing, isTrustNew: Bool) -> [DeviceCondition] {
            HealthRules.conditions(standing, isTrustNew: isTrustNew, known: changed, now: now).map(\.condition)
        }
        #expect(after(HealthSample.standing(), isTrustNew: true) == [])
        #expect(after(HealthSample.standing(), isTrustNew: false) == [.certificateChanged])
        #expect(after(HealthSample.standing(trust: .anonymous), isTrustNew: true) == [.insecure])
        let synced = notes(after: [HealthSample.run(.unchanged)])
        let paused = HealthRules.conditions(
            HealthSample.standing(isPaused: true),
            isTrustNew: false,
            known: synced,
            now: now
        )
        #expect(paused.map(\.condition) == [.paused])
        let resumed = HealthRules.conditions(HealthSample.standing(), isTrustNew: false, known: paused, now: now)
        #expect(resumed.isEmpty)
    }

    @Test func `a router that says a great deal fills nobody's database`() {
        let run = HealthSample.run(.failed, .commandRefused, failure: String(repeating: "x", count: 100_000))
        #expect(notes(after: [run]).first?.why.count == HealthRules.reasonCharactersMaximum)
    }
}
