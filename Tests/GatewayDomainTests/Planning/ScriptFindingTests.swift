import TestSeeds
import Testing

@testable import GatewayDomain

/// What is left out where it cannot work, and what is said of it.
struct ScriptFindingTests {
    private func plan(
        _ desired: DesiredState = Sample.scripted(),
        change: (inout ObservedState) -> Void
    ) -> (added: [String], hooks: ProfileHooks?, findings: [Finding]) {
        var observed = Sample.unscripted
        change(&observed)
        let plan = Planner.plan(desired: desired, observed: observed)
        var added: [String] = []
        var hooks: ProfileHooks?
        for operation in plan.operations {
            switch operation {
            case .addScriptRow(let menu, let script): added.append("\(menu.rawValue) \(script.kind.rawValue)")
            case .setHooks(_, _, _, let written): hooks = written
            default: break
            }
        }
        return (added.sorted(), hooks, plan.findings)
    }

    private func setup(_ policies: Set<String>) -> RouterSetup {
        var setup = RouterSetup()
        setup.policies = policies
        return setup
    }

    private let all = ["scheduler report", "scheduler sweep", "script report", "script sweep"]

    @Test func `where everything can work, nothing is said`() {
        let (added, hooks, findings) = plan { _ in }
        #expect(added == all && findings.isEmpty)
        #expect(hooks == Sample.scripts()?.reporting?.hooks)
    }

    @Test func `without an endpoint logins are noted, and the remedy is to name one`() throws {
        let (added, hooks, findings) = plan(Sample.scripted(reporting: false)) { _ in }
        #expect(added == ["scheduler sweep", "script sweep"])
        #expect(hooks == Sample.scripts()?.local.hooks)
        let finding = try #require(findings.first)
        #expect(finding.code == .noEndpoint && finding.remedy.contains("gardengate gateway set"))
    }

    @Test func `where device-mode forbids fetch, logins are noted and reported by nobody`() throws {
        let (added, hooks, findings) = plan { $0.facts.deviceModeAllowsFetch = false }
        #expect(added == ["scheduler sweep", "script sweep"])
        #expect(hooks == Sample.scripts()?.local.hooks)
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.code == .deviceMode && finding.subject == "fetch")
        #expect(finding.remedy.contains("/system/device-mode/update fetch=yes"))
    }

    @Test func `where device-mode forbids the scheduler, hooks are left`() throws {
        let (added, hooks, findings) = plan { $0.facts.deviceModeAllowsScheduler = false }
        #expect(added.isEmpty)
        #expect(hooks == Sample.scripts()?.reporting?.hooks)
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.code == .deviceMode && finding.subject == "scheduler")
        #expect(finding.remedy.contains("/system/device-mode/update scheduler=yes"))
    }

    @Test func `where it forbids both, the hooks note logins, and both are said`() {
        let (added, hooks, findings) = plan {
            $0.facts.deviceModeAllowsFetch = false
            $0.facts.deviceModeAllowsScheduler = false
        }
        #expect(added.isEmpty)
        #expect(hooks == Sample.scripts()?.local.hooks)
        #expect(findings.map(\.subject) == ["fetch", "scheduler"])
    }

    @Test func `what runs is taken away once device-mode forbids it`() {
        var generator = SeededGenerator(seed: Seed.base)
        var model = DeviceModel(Sample.unscripted, gateway: Sample.gateway())
        model.apply(Planner.plan(desired: Sample.scripted(), observed: model.state), using: &generator)
        model.state.facts.deviceModeAllowsScheduler = false
        model.apply(Planner.plan(desired: Sample.scripted(), observed: model.state), using: &generator)
        #expect(model.refusals.isEmpty)
        #expect(model.state.scripts == [.script: [], .scheduler: []])
    }

    @Test func `a RouterOS that is older than the scripts gets none`() throws {
        let (added, hooks, findings) = plan { $0.facts.version = RouterOSRelease(7, 11, 3) }
        #expect(added.isEmpty && hooks == nil)
        let finding = try #require(findings.first)
        #expect(finding.code == .oldForScripts && finding.subject == "7.11.3")
        #expect(finding.remedy.contains("Upgrade") && finding.remedy.contains("--no-scripts"))
    }

    @Test func `a script that may do more than the gateway's account waits, the rest does not`() throws {
        let (added, _, findings) = plan {
            $0.facts.setup = setup(["api", "read", "write", "ftp"])
        }
        #expect(added == ["scheduler sweep", "script sweep"])
        let finding = try #require(findings.first)
        #expect(finding.code == .narrowAccount && finding.message.contains("test (to let the script that reports"))
        #expect(finding.remedy.contains("/user/group/set") && finding.remedy.contains(RouterAccount.policyNames))
    }

    @Test func `an account that lost a policy leaves what it wrote before`() {
        var generator = SeededGenerator(seed: Seed.base)
        var model = DeviceModel(Sample.unscripted, gateway: Sample.gateway())
        model.apply(Planner.plan(desired: Sample.scripted(), observed: model.state), using: &generator)
        model.state.facts.setup = setup(["api", "read", "write", "ftp"])
        let plan = Planner.plan(desired: Sample.scripted(), observed: model.state)
        #expect(plan.isEmpty)
        #expect(plan.findings.map(\.code) == [.narrowAccount])
    }

    @Test func `the account's policies are enough for every script`() {
        let policies = Set(RouterAccount.policies.map(\.name))
        for script in Sample.scripts()?.reporting?.rows ?? [] {
            #expect(policies.isSuperset(of: script.policies))
        }
    }

    @Test func `a foreign row with our name keeps its script away, and stays`() throws {
        for menu in ScriptMenu.allCases {
            let name = DesiredScript.name(.report, gateway: Sample.gateway())
            let (added, _, findings) = plan {
                $0.scripts?[menu] = [
                    ObservedScriptRow(id: "*1", name: name, comment: "mine", properties: [:], text: ":put 1")
                ]
            }
            #expect(added == ["scheduler sweep", "script sweep"])
            let finding = try #require(findings.first)
            #expect(finding.code == .foreignScript && finding.subject == name)
            #expect(finding.message.contains("/system/\(menu.rawValue)"))
            #expect(finding.remedy == "Rename or remove that row on the router.")
        }
    }

    @Test func `scripts that cannot be read are a finding, and nothing is written blindly`() throws {
        let (added, hooks, findings) = plan { $0.scripts = nil }
        #expect(added.isEmpty)
        #expect(hooks != nil)
        let finding = try #require(findings.first)
        #expect(finding.code == .accountPolicy && finding.remedy.contains(RouterAccount.policyNames))
    }

    private static let refusal = ScriptRefusal(
        command: "/system/script/add",
        words: "not enough permissions (9)",
        isOfDeviceMode: false
    )

    @Test func `a router that refuses scripts is not asked again, and keeps its hooks`() throws {
        let (added, hooks, findings) = plan { $0.facts.scriptRefusals = [.rows: Self.refusal] }
        #expect(added.isEmpty)
        #expect(hooks == Sample.scripts()?.reporting?.hooks)
        #expect(findings.map(\.code) == [.accountPolicy])
    }

    @Test func `a router that refuses hooks is not asked again, and has its scripts`() throws {
        let (added, hooks, findings) = plan { $0.facts.scriptRefusals = [.hooks: Self.refusal] }
        #expect(added == all && hooks == nil)
        #expect(findings.map(\.subject) == ["hooks"])
    }

    @Test func `a refusal is told in the router's words, with a remedy that it does not contradict`() throws {
        func finding(_ policies: Set<String>?, _ refusal: ScriptRefusal = Self.refusal) throws -> Finding {
            let (_, _, findings) = plan {
                $0.facts.scriptRefusals = [.rows: refusal]
                $0.facts.setup = policies.map(setup)
            }
            return try #require(findings.first { $0.subject == "scripts" })
        }
        let unknown = try finding(nil)
        #expect(unknown.message.contains("\"not enough permissions (9)\" to /system/script/add"))
        #expect(unknown.remedy.contains(RouterAccount.policyNames) && unknown.remedy.contains("policy as well"))
        // With all of these it was refused, so they are no remedy.
        let complete = try finding(Set(RouterAccount.policies.map(\.name)))
        #expect(!complete.remedy.contains(RouterAccount.policyNames))
        #expect(complete.remedy.contains("add policy") && complete.remedy.contains("--no-scripts"))
        var refusal = Self.refusal
        refusal.isOfDeviceMode = true
        let mode = try finding(nil, refusal)
        #expect(mode.code == .deviceMode && mode.remedy.contains("/system/device-mode/update"))
        #expect(
            ScriptRefusal(command: "", words: String(repeating: "x", count: 999), isOfDeviceMode: false).words.count
                < 200
        )
    }

    @Test func `what a router refuses is left as it is where nobody wants it any more`() {
        var generator = SeededGenerator(seed: Seed.base)
        var model = DeviceModel(Sample.unscripted, gateway: Sample.gateway())
        model.apply(Planner.plan(desired: Sample.scripted(), observed: model.state), using: &generator)
        model.state.facts.scriptRefusals = [.hooks: Self.refusal, .rows: Self.refusal]
        let plan = Planner.plan(desired: Sample.desired(), observed: model.state)
        #expect(plan.isEmpty)
        #expect(plan.findings.map(\.code) == [.accountPolicy, .accountPolicy])
    }
}
