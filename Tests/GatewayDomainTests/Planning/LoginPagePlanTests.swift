import TestSeeds
import Testing

@testable import GatewayDomain

/// Where login pages are installed, shown and taken away.
struct LoginPagePlanTests {
    private static let own = DesiredProfile.name(gateway: Sample.gateway(), instance: Sample.instance.id)
    private static let profile = RowReference(id: "*1", name: "hsprof1")

    private func observed(override: String = "", directory: String = "hotspot", files: [ObservedFile]? = [])
        -> ObservedState
    {
        var observed = Sample.observed()
        observed.facts.servers[0].pages = ServerPages(profile: Self.profile, directory: directory, override: override)
        observed.files = files
        return observed
    }

    private func desired(_ isWanted: Bool = true, terms: String? = nil) -> DesiredState {
        var instance = Sample.instance
        instance.termsText = terms
        var desired = Sample.desired()
        if isWanted { desired.services[0].loginPage = DesiredLoginPage(LoginPage(instance), directory: Self.own) }
        return desired
    }

    private func converged(_ desired: DesiredState, _ observed: ObservedState) -> (ObservedState, refusals: [String]) {
        var generator = SeededGenerator(seed: Seed.base)
        var model = DeviceModel(observed, gateway: Sample.gateway())
        model.apply(Planner.plan(desired: desired, observed: observed), using: &generator)
        return (model.state, model.refusals)
    }

    @Test func `a page is written before it is shown`() {
        let plan = Planner.plan(desired: desired(), observed: observed())
        #expect(plan.stages.map(\.purpose) == [.makeDirectories, .writePages, .showPages])
        let (after, refusals) = converged(desired(), observed())
        #expect(refusals.isEmpty)
        #expect(after.facts.servers[0].pages?.override == Self.own)
        #expect(Planner.plan(desired: desired(), observed: after).isEmpty)
        #expect(Planner.plan(desired: desired(), observed: after).unchanged == 1 + LoginPage.fileNames.count)
    }

    @Test func `what differs is written anew, and nothing else`() throws {
        let (after, _) = converged(desired(), observed())
        let plan = Planner.plan(desired: desired(terms: "Be kind."), observed: after)
        #expect(
            PlanDocument(plan).lines.map { "\($0.sign) \($0.kind) \($0.name)" } == ["~ file \(Self.own)/login.html"]
        )
    }

    @Test func `asked for no more, it goes, the server profile last`() {
        let (installed, _) = converged(desired(), observed())
        let plan = Planner.plan(desired: desired(false), observed: installed)
        #expect(plan.stages.map(\.purpose) == [.removePages, .removeDirectories, .showPages])
        let (after, refusals) = converged(desired(false), installed)
        #expect(refusals.isEmpty)
        #expect(after.files?.isEmpty == true)
        #expect(after.facts.servers[0].pages?.override == "")
    }

    @Test func `whatever part of a plan was carried out, the next one finishes it`() {
        let (installed, _) = converged(desired(), observed())
        for (isWanted, start) in [(true, observed()), (false, installed)] {
            let plan = Planner.plan(desired: desired(isWanted), observed: start)
            for count in 0...plan.stages.count {
                var generator = SeededGenerator(seed: Seed.base)
                var part = plan
                part.stages = Array(plan.stages.prefix(count))
                var model = DeviceModel(start, gateway: Sample.gateway())
                model.apply(part, using: &generator)
                model.apply(Planner.plan(desired: desired(isWanted), observed: model.state), using: &generator)
                #expect(model.refusals.isEmpty)
                #expect(model.state.files?.isEmpty == !isWanted)
                #expect(model.state.facts.servers[0].pages?.override == (isWanted ? Self.own : ""))
            }
        }
    }

    @Test func `guests who see the router's own page are a finding, those who see somebody's are not`() {
        #expect(Planner.plan(desired: desired(false), observed: observed()).findings.map(\.code) == [.stockLoginPage])
        #expect(Planner.plan(desired: desired(false), observed: observed(override: "theirs")).findings.isEmpty)
        #expect(Planner.plan(desired: desired(false), observed: Sample.observed()).findings.isEmpty)
    }

    @Test func `a directory that somebody else chose stays`() {
        let plan = Planner.plan(desired: desired(), observed: observed(override: "theirs"))
        #expect(plan.isEmpty)
        #expect(plan.findings.map(\.code) == [.loginPage])
    }

    @Test func `one of another gateway stays, too`() {
        let plan = Planner.plan(desired: desired(false), observed: observed(override: "gg-ffff-11111111"))
        #expect(plan.isEmpty)
    }

    @Test func `terms that make the page too long for a router are a finding, and what is there stays`() {
        let (installed, _) = converged(desired(), observed())
        let plan = Planner.plan(desired: desired(terms: String(repeating: "&", count: 20_000)), observed: installed)
        #expect(plan.isEmpty)
        #expect(plan.findings.first?.remedy == "Shorten the terms of the instance.")
    }

    @Test func `files that cannot be read are a finding, and nothing is written blindly`() {
        let plan = Planner.plan(desired: desired(), observed: observed(files: nil))
        #expect(plan.isEmpty)
        #expect(plan.findings.map(\.code) == [.loginPage])
    }

    @Test func `plans that write other contents are told apart`() {
        let plans = [nil, "One.", "Two."].map { Planner.plan(desired: desired(terms: $0), observed: observed()) }
        #expect(Set(plans.map(\.canonicalForm)).count == 3)
    }

    @Test func `a comparison of names leaves pages alone`() {
        var names = desired()
        names.scope = .names(["A"])
        var seen = observed()
        seen.scope = .names(["A"])
        #expect(Planner.plan(desired: names, observed: seen).isEmpty)
    }
}
