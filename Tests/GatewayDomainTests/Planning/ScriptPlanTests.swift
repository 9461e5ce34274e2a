import TestSeeds
import Testing

@testable import GatewayDomain

/// Which scripts are installed, repaired and taken away, and in which order.
struct ScriptPlanTests {
    private static let report = DesiredScript.name(.report, gateway: Sample.gateway())
    private static let sweep = DesiredScript.name(.sweep, gateway: Sample.gateway())

    private func converged(_ desired: DesiredState, _ observed: ObservedState) -> ObservedState {
        var generator = SeededGenerator(seed: Seed.base)
        var model = DeviceModel(observed, gateway: Sample.gateway())
        model.apply(Planner.plan(desired: desired, observed: observed), using: &generator)
        #expect(model.refusals.isEmpty)
        return model.state
    }

    private func names(_ state: ObservedState, _ menu: ScriptMenu) -> [String] {
        (state.scripts?[menu] ?? []).map(\.name).sorted()
    }

    /// A router on which everything is as it should be.
    private var installed: ObservedState { converged(Sample.scripted(), Sample.unscripted) }

    private func lines(_ plan: Plan) -> [String] { PlanDocument(plan).lines.map(\.text) }

    private func edited(
        _ menu: ScriptMenu,
        _ name: String,
        change: (inout ObservedScriptRow) -> Void
    ) throws -> ObservedState {
        var state = installed
        let index = try #require(state.scripts?[menu]?.firstIndex { $0.name == name })
        var row = try #require(state.scripts?[menu]?[index])
        change(&row)
        state.scripts?[menu]?[index] = row
        return state
    }

    @Test func `hooks come with the profiles, scripts before what runs them`() {
        let plan = Planner.plan(desired: Sample.scripted(), observed: Sample.unscripted)
        #expect(plan.stages.map(\.purpose) == [.writeHooks, .writeScripts, .writeSchedules])
        #expect(names(installed, .script) == [Self.report, Self.sweep])
        #expect(names(installed, .scheduler) == [Self.report, Self.sweep])
        let next = Planner.plan(desired: Sample.scripted(), observed: installed)
        #expect(next.isEmpty, "\(lines(next))")
        // A profile, two scripts, two schedules.
        #expect(next.unchanged == 5)
        #expect(next.findings.isEmpty)
    }

    @Test func `a profile that is added gets them in the same plan, before anybody can log in by it`() throws {
        var observed = Sample.unscripted
        observed.profiles = []
        var desired = Sample.scripted()
        desired.users = [Sample.user("8B7W3D")]
        let plan = Planner.plan(desired: desired, observed: observed)
        #expect(plan.stages.prefix(3).map(\.purpose) == [.prepare, .writeHooks, .users])
        guard case .setHooks(let profile, nil, let changes, let hooks)? = plan.stages[1].operations.first else {
            Issue.record("no hooks are written")
            return
        }
        #expect(profile == Sample.profile.name && changes.map(\.property) == ProfileHooks.properties)
        #expect(hooks == Sample.scripts()?.reporting?.hooks)
        #expect(Planner.plan(desired: desired, observed: converged(desired, observed)).isEmpty)
    }

    @Test func `what somebody edited is told by its version, and heals`() throws {
        let version = try #require(Sample.scripts()?.reporting?.rows.first?.source.version)
        let edits: [(ScriptMenu, (inout ObservedScriptRow) -> Void, String)] = [
            (.script, { $0.text = "# gardengate a1b2: report\n:put \"mine\"" }, "source: edited -> \(version)"),
            (
                .script, { $0.properties["policy"] = "read,write,test,ftp" },
                "policy: read,write,test,ftp -> read,test,write"
            ),
            (
                .script, { $0.properties["dont-require-permissions"] = "true" },
                "dont-require-permissions: true -> no"
            ),
            (.script, { $0.comment = "mine now" }, "comment: edited"),
            (.script, { $0.comment = "" }, "comment: edited"),
            (.script, { $0.name = "other" }, "name: other -> \(Self.report)"),
            (.scheduler, { $0.properties["interval"] = "1h" }, "interval: 1h -> 1m"),
            (.scheduler, { $0.properties["disabled"] = "true" }, "disabled: true -> no"),
            (.scheduler, { $0.properties["start-time"] = "12:00:00" }, "start-time: 12:00:00 -> startup"),
            (.scheduler, { $0.properties["policy"] = "read" }, "policy: read -> read,test,write"),
            (.scheduler, { $0.text = ":put 1" }, "on-event: edited -> \(Self.report)"),
            (.scheduler, { $0.comment = "" }, "comment: edited"),
        ]
        for (menu, edit, words) in edits {
            let state = try edited(menu, Self.report, change: edit)
            let plan = Planner.plan(desired: Sample.scripted(), observed: state)
            #expect(plan.operations.count == 1)
            let line = try #require(lines(plan).first)
            #expect(line.hasPrefix("~ \(menu.rawValue) ") && line.hasSuffix(words), "\(line)")
            let healed = converged(Sample.scripted(), state)
            #expect(healed.scripts == installed.scripts || menu == .script && words.hasPrefix("comment"))
            #expect(Planner.plan(desired: Sample.scripted(), observed: healed).isEmpty)
        }
    }

    @Test func `words that somebody added to a comment stay`() throws {
        let state = try edited(.script, Self.sweep) { $0.comment += " please leave" }
        #expect(Planner.plan(desired: Sample.scripted(), observed: state).isEmpty)
        var desired = Sample.scripted()
        desired.scripts?.reporting?.rows[1].source.version = "00000001"
        let row = converged(desired, state).scripts?[.script]?.first { $0.name == Self.sweep }
        #expect(row?.comment == "gg1 a1b2 script sweep v=00000001 please leave")
    }

    @Test func `how lines end is nobody's edit`() throws {
        let state = try edited(.script, Self.report) { row in
            row.text = row.text?.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
            row.text?.append("\r\n")
        }
        #expect(Planner.plan(desired: Sample.scripted(), observed: state).isEmpty)
    }

    @Test func `a new version follows, and the plan tells both`() throws {
        let old = try #require(Sample.scripts()?.reporting?.rows.first?.source.version)
        var desired = Sample.scripted()
        desired.scripts = Sample.scripts(url: "https://other.example.com/routeros/events")
        let new = try #require(desired.scripts?.reporting?.rows.first?.source.version)
        let plan = Planner.plan(desired: desired, observed: installed)
        #expect(lines(plan).contains("~ script \(Self.report) source: \(old) -> \(new)"))
        // Hooks and report; the sweep knows no address.
        #expect(plan.operations.count == 2)
        let text = PlanDocument(plan).text
        #expect(!text.contains(Sample.token) && !text.contains("/tool/fetch"))
        #expect(Planner.plan(desired: desired, observed: converged(desired, installed)).isEmpty)
    }

    @Test func `wanted no more, schedules go before the scripts that they run, and hooks that are ours`() {
        let plan = Planner.plan(desired: Sample.desired(), observed: installed)
        #expect(plan.stages.map(\.purpose) == [.writeHooks, .removeSchedules, .removeScripts])
        #expect(plan.refusal == nil)
        let bare = converged(Sample.desired(), installed)
        #expect(names(bare, .script).isEmpty && names(bare, .scheduler).isEmpty)
        #expect(bare.profiles[0].properties["on-login"] == "")
        #expect(Planner.plan(desired: Sample.desired(), observed: bare).isEmpty)
    }

    @Test func `whatever part of a plan was carried out, the next one finishes it`() {
        for (desired, start) in [(Sample.scripted(), Sample.unscripted), (Sample.desired(), installed)] {
            let plan = Planner.plan(desired: desired, observed: start)
            for count in 0...plan.stages.count {
                var generator = SeededGenerator(seed: Seed.base)
                var part = plan
                part.stages = Array(plan.stages.prefix(count))
                var model = DeviceModel(start, gateway: Sample.gateway())
                model.apply(part, using: &generator)
                model.apply(Planner.plan(desired: desired, observed: model.state), using: &generator)
                #expect(model.refusals.isEmpty)
                #expect(Planner.plan(desired: desired, observed: model.state).isEmpty)
            }
        }
    }

    @Test func `hooks of somebody else make way where ours are wanted, and stay where none is`() {
        var observed = Sample.unscripted
        observed.profiles[0].properties["on-login"] = ":put hello"
        let plan = Planner.plan(desired: Sample.scripted(), observed: observed)
        #expect(lines(plan).contains { $0.contains("on-login: another script -> ") })
        #expect(Planner.plan(desired: Sample.desired(), observed: observed).isEmpty)
    }

    @Test func `one of two that stand for the same goes`() throws {
        var state = installed
        var copy = try #require(state.scripts?[.script]?.first { $0.name == Self.report })
        copy.id = "*99"
        copy.name = "copy"
        state.scripts?[.script]?.append(copy)
        let plan = Planner.plan(desired: Sample.scripted(), observed: state)
        #expect(lines(plan) == ["- script copy (not wanted here)"])
    }

    @Test func `rows of others are nobody's business, another gateway's too`() {
        var state = installed
        state.scripts?[.script]?.append(
            ObservedScriptRow(
                id: "*77",
                name: "gg-ffff-report",
                comment: "gg1 ffff script report v=00000000",
                properties: [:],
                text: nil
            )
        )
        state.scripts?[.scheduler]?.append(
            ObservedScriptRow(id: "*78", name: "backup", comment: "", properties: [:], text: nil)
        )
        #expect(Planner.plan(desired: Sample.scripted(), observed: state).isEmpty)
        #expect(names(converged(Sample.desired(), state), .script) == ["gg-ffff-report"])
        #expect(names(converged(Sample.desired(), state), .scheduler) == ["backup"])
    }

    @Test func `names are compared without any of this`() {
        var desired = Sample.scripted()
        desired.scope = .names(["A"])
        var observed = Sample.observed(scope: .names(["A"]))
        observed.scripts = nil
        #expect(Planner.plan(desired: desired, observed: observed).isEmpty)
    }

    @Test func `without room nothing is added`() {
        var observed = Sample.unscripted
        observed.facts.freeStorageBytes = 1000
        let plan = Planner.plan(desired: Sample.scripted(), observed: observed)
        #expect(plan.postponed == 4)
        #expect(!plan.operations.contains { if case .addScriptRow = $0 { true } else { false } })
    }
}
