import GatewayDomain
import Testing

struct PlannerUserTests {
    private let user = Sample.user("8B7W3D")

    @Test func `a device that is as it should be gets an empty plan`() {
        let plan = Planner.plan(
            desired: Sample.desired([user]),
            observed: Sample.observed([Sample.row(user, id: "*1")])
        )
        #expect(plan.isEmpty)
        #expect(plan.unchanged == 2)
        #expect(plan.findings == [])
        #expect(plan.refusal == nil)
    }

    @Test func `a missing user is added on the server of its instance`() {
        let plan = Planner.plan(desired: Sample.desired([user]), observed: Sample.observed())
        #expect(plan.stages == [Plan.Stage(.users, [.addUser(user, server: "hotspot1")])])
    }

    @Test func `a missing profile is added before the users that need it`() {
        var observed = Sample.observed()
        observed.profiles = []
        let plan = Planner.plan(desired: Sample.desired([user]), observed: observed)
        #expect(
            plan.stages == [
                Plan.Stage(.prepare, [.addProfile(Sample.profile)]),
                Plan.Stage(.users, [.addUser(user, server: "hotspot1")]),
            ]
        )
    }

    @Test func `a changed password is known by its digest and written with the mark`() throws {
        var changed = user
        changed.password = Secret("new")
        changed.passwordDigest = "11112222"
        var row = Sample.row(user, id: "*1")
        row.comment += " r=1795000100 vip"
        let plan = Planner.plan(desired: Sample.desired([changed]), observed: Sample.observed([row]))
        let comment = OwnershipMark(gateway: Sample.gateway(), user: changed, carriedOver: ["r=1795000100", "vip"])
            .comment
        #expect(
            plan.operations == [
                .setUser(
                    RowReference(id: "*1", name: "8B7W3D"),
                    [PropertyChange("comment", from: row.comment, to: comment)],
                    password: Secret("new")
                )
            ]
        )
    }

    @Test func `what drifted is set back, and nothing else is written`() {
        var row = Sample.row(user, id: "*1")
        row.profile = "*5"
        row.isDisabled = true
        row.uptimeSecondsMaximum = 0
        row.dataBytesMaximum = 7
        row.macAddress = "AA:BB:CC:DD:EE:FF"
        let plan = Planner.plan(desired: Sample.desired([user]), observed: Sample.observed([row]))
        #expect(
            plan.operations == [
                .setUser(
                    RowReference(id: "*1", name: "8B7W3D"),
                    [
                        PropertyChange("profile", from: "*5", to: user.profile),
                        PropertyChange("limit-uptime", from: "0s", to: "12h"),
                        PropertyChange("limit-bytes-total", from: "7", to: "0"),
                        PropertyChange("mac-address", from: "AA:BB:CC:DD:EE:FF", to: "00:00:00:00:00:00"),
                        PropertyChange("disabled", from: "yes", to: "no"),
                    ],
                    password: nil
                )
            ]
        )
    }

    @Test func `a computed limit of zero becomes the smallest limit, never none`() throws {
        var spent = user
        spent.dataBytesMaximum = 0
        spent.uptimeSecondsMaximum = -3
        let plan = Planner.plan(desired: Sample.desired([spent]), observed: Sample.observed())
        guard case .addUser(let added, _) = try #require(plan.operations.first) else {
            Issue.record("\(plan.operations)")
            return
        }
        #expect(added.dataBytesMaximum == 1)
        #expect(added.uptimeSecondsMaximum == 1)
    }

    @Test func `what was not read is neither added nor removed`() {
        let other = Sample.user("OTHER9")
        let names = Scope.names(["8B7W3D"])
        let partRead = Planner.plan(desired: Sample.desired([user, other]), observed: Sample.observed(scope: names))
        #expect(partRead.operations == [.addUser(user, server: "hotspot1")])
        let partWanted = Planner.plan(
            desired: Sample.desired([user], scope: names),
            observed: Sample.observed([Sample.row(user, id: "*1"), Sample.row(other, id: "*2")])
        )
        #expect(partWanted.isEmpty)
    }

    @Test func `a profile is compared by meaning`() {
        var observed = Sample.observed()
        observed.profiles[0].properties = [
            "session-timeout": "12:00:00", "mac-cookie-timeout": "43200", "add-mac-cookie": "true",
            "keepalive-timeout": "60m",
        ]
        #expect(Planner.plan(desired: Sample.desired(), observed: observed).isEmpty)
        observed.profiles[0].properties["keepalive-timeout"] = nil
        #expect(
            Planner.plan(desired: Sample.desired(), observed: observed).operations == [
                .setProfile(
                    RowReference(id: "*1", name: Sample.profile.name),
                    [PropertyChange("keepalive-timeout", from: nil, to: "1h")]
                )
            ]
        )
    }
}
