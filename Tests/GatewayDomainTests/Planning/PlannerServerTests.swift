import GatewayDomain
import Testing

struct PlannerServerTests {
    private func observed(_ users: [ObservedUser] = []) -> ObservedState {
        var observed = Sample.observed(users)
        observed.facts.servers = [Sample.server("guests", on: "bridge"), Sample.server("staff", on: "vlan2")]
        for (interface, text) in [("bridge", "10.5.50.1"), ("vlan2", "10.6.0.1")] {
            let address = Subnet.address(text) ?? 0
            observed.facts.addresses.append(
                .init(interface: interface, address: address, subnet: Sample.subnet("\(text)/24"))
            )
        }
        return observed
    }

    private func desired(_ subnets: [String]) -> DesiredState {
        var desired = Sample.desired([Sample.user("8B7W3D")])
        desired.services = [Sample.service(subnets: subnets.map { Sample.subnet($0) })]
        return desired
    }

    @Test func `an instance belongs to the server whose interface has an address in its subnet`() {
        let plan = Planner.plan(desired: desired(["10.6.0.0/24"]), observed: observed())
        #expect(plan.operations == [.addUser(Sample.user("8B7W3D"), server: "staff")])
    }

    @Test
    func `without a server nothing of the instance is added, changed or removed, and a finding names the servers`()
        throws
    {
        var row = Sample.row(Sample.user("8B7W3D"), id: "*1")
        row.isDisabled = true
        let gone = Sample.row(Sample.user("GONE99"), id: "*2")
        var desired = desired(["10.9.0.0/24"])
        desired.departures = ["GONE99": .revoked]
        let plan = Planner.plan(desired: desired, observed: observed([row, gone]))
        #expect(plan.isEmpty)
        let finding = try #require(plan.findings.first)
        #expect(finding.code == .noServer)
        #expect(finding.message.contains("guests, staff"))
        #expect(finding.message.contains("10.9.0.0/24"))
    }

    @Test func `several servers are as good as none`() {
        let plan = Planner.plan(desired: desired([]), observed: observed())
        #expect(plan.isEmpty)
        #expect(plan.findings.map(\.code) == [.ambiguousServer])
    }

    @Test func `a server that is switched off serves nobody`() {
        var observed = observed()
        observed.facts.servers[1].isUsable = false
        #expect(Planner.plan(desired: desired(["10.6.0.0/24"]), observed: observed).findings.map(\.code) == [.noServer])
        #expect(Planner.plan(desired: desired([]), observed: observed).operations.count == 1)
    }

    @Test func `what is wrong with a router is told with its remedy`() {
        var observed = observed()
        observed.facts.servers[0].loginBy = ["cookie"]
        observed.facts.servers[0].usesRADIUS = true
        observed.facts.plainAPIEnabled = true
        observed.facts.clock = RouterTime(aheadSeconds: -301, readAt: Timestamp(seconds: 0))
        let findings = Planner.plan(desired: desired(["10.5.50.0/24"]), observed: observed).findings
        #expect(findings.map(\.code) == [.clock, .noMACCookie, .plainAPI, .usesRADIUS])
        #expect(findings.allSatisfy { !$0.remedy.isEmpty })
        observed.facts.clock?.aheadSeconds = .min
        #expect(!Planner.plan(desired: desired(["10.5.50.0/24"]), observed: observed).findings.isEmpty)
    }

    @Test func `an account that asks for a profile the router does not have is told, not pushed`() {
        var desired = desired(["10.5.50.0/24"])
        desired.users[0].profile = "gold"
        let plan = Planner.plan(desired: desired, observed: observed())
        #expect(plan.isEmpty)
        #expect(plan.findings.map(\.subject) == ["gold"])
    }
}
