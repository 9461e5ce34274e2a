import GatewayDomain
import Testing

struct PlannerConflictTests {
    private let user = Sample.user("8B7W3D")

    private func foreign(_ comment: String = "room 5", server: String? = "hotspot1") -> ObservedUser {
        var row = ObservedUser(id: "*7", name: "8B7W3D", profile: "default", comment: comment)
        row.server = server
        return row
    }

    @Test(arguments: ["hotspot1", nil])
    func `a foreign user of the same name on the same or on all servers is a conflict and never touched`(
        server: String?
    ) {
        let plan = Planner.plan(desired: Sample.desired([user]), observed: Sample.observed([foreign(server: server)]))
        #expect(plan.isEmpty)
        #expect(plan.conflicts == [Conflict(name: "8B7W3D", cause: .foreignUser)])
    }

    @Test func `a foreign user of the same name on another server is nobody's business`() {
        let plan = Planner.plan(desired: Sample.desired([user]), observed: Sample.observed([foreign(server: "staff")]))
        #expect(plan.operations == [.addUser(user, server: "hotspot1")])
        #expect(plan.conflicts == [])
    }

    @Test func `a user of another gateway is a conflict that names it`() {
        let row = foreign("gg1 beef coupon x-1 x=1795086400")
        let plan = Planner.plan(desired: Sample.desired([user]), observed: Sample.observed([row]))
        #expect(plan.isEmpty)
        #expect(plan.conflicts == [Conflict(name: "8B7W3D", cause: .otherGateway(Sample.gateway("beef")))])
    }

    @Test func `an adopted user gets its mark, keeps what somebody wrote, and has its password written`() throws {
        let plan = Planner.plan(
            desired: Sample.desired([user]),
            observed: Sample.observed([foreign()]),
            decisions: PushDecisions(adoptedNames: ["8B7W3D"])
        )
        guard case .setUser(let row, let changes, let password) = try #require(plan.operations.first) else {
            Issue.record("\(plan.operations)")
            return
        }
        #expect(plan.operations.count == 1)
        #expect(row.id == "*7")
        #expect(password == user.password)
        let comment = try #require(changes.first { $0.property == "comment" }?.to)
        #expect(OwnershipMark(comment: comment)?.carriedOver == ["room", "5"])
        #expect(changes.contains(PropertyChange("profile", from: "default", to: user.profile)))
        #expect(plan.conflicts == [])
    }

    @Test func `the router's own rows cannot be adopted`() {
        var row = foreign()
        row.isBuiltIn = true
        let plan = Planner.plan(
            desired: Sample.desired([user]),
            observed: Sample.observed([row]),
            decisions: PushDecisions(adoptedNames: ["8B7W3D"])
        )
        #expect(plan.isEmpty)
        #expect(plan.conflicts.map(\.name) == ["8B7W3D"])
    }

    @Test func `a user that another tool renamed gets its name back`() {
        var row = Sample.row(user, id: "*1")
        row.name = "vip"
        let plan = Planner.plan(desired: Sample.desired([user]), observed: Sample.observed([row]))
        #expect(
            plan.operations == [
                .setUser(
                    RowReference(id: "*1", name: "vip"),
                    [PropertyChange("name", from: "vip", to: "8B7W3D")],
                    password: nil
                )
            ]
        )
    }

    @Test func `of two rows of ours the used one stays, and its cookies and sessions with it`() {
        var used = Sample.row(user, id: "*9", server: "staff")
        used.uptimeSeconds = 60
        let plan = Planner.plan(
            desired: Sample.desired([user]),
            observed: Sample.observed([Sample.row(user, id: "*1"), used])
        )
        let unused = RowReference(id: "*1", name: "8B7W3D")
        #expect(
            plan.stages == [
                Plan.Stage(.inspect, [.inspectUser(unused, .duplicate)]),
                Plan.Stage(.removeUsers, [.removeUser(unused, .duplicate)]),
                Plan.Stage(
                    .users,
                    [
                        .setUser(
                            RowReference(id: "*9", name: "8B7W3D"),
                            [PropertyChange("server", from: "staff", to: "hotspot1")],
                            password: nil
                        )
                    ]
                ),
            ]
        )
    }
}
