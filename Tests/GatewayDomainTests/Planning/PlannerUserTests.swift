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
}
