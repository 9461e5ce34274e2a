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

    @Test func `what was confirmed takes a foreign row over with its password, and no other gateway's`() throws {
        var user = user
        user.takesOver = true
        let desired = Sample.desired([user])
        let plan = Planner.plan(desired: desired, observed: Sample.observed([foreign()]))
        guard case .setUser(_, _, let password) = try #require(plan.operations.first) else {
            Issue.record("\(plan.operations)")
            return
        }
        #expect(password == nil)
        let other = foreign("gg1 beef coupon x-1")
        let left = Planner.plan(desired: desired, observed: Sample.observed([other]))
        #expect(left.isEmpty)
        #expect(left.conflicts == [Conflict(name: "8B7W3D", cause: .otherGateway(Sample.gateway("beef")))])
    }

    @Test func `an account made again does not get what was left of the one before`() throws {
        var account = DesiredUser(
            name: "room12",
            kind: .account,
            subject: "new",
            server: .serving(Sample.instance.id),
            profile: Sample.profile.name,
            password: Secret("p"),
            passwordDigest: "0badcafe"
        )
        account.uptimeSecondsMaximum = 86_400
        var row = Sample.row(account, id: "*1")
        row.comment = "gg1 a1b2 user old p=0badcafe l=600 floor 3"
        row.uptimeSecondsMaximum = 600
        let first = Planner.plan(desired: Sample.desired([account]), observed: Sample.observed([row]))
        guard case .setUser(_, let changes, _) = try #require(first.operations.first) else {
            Issue.record("\(first.operations)")
            return
        }
        #expect(changes.contains(PropertyChange("limit-uptime", from: "10m", to: "1d")))
        row.comment = try #require(changes.first { $0.property == "comment" }?.to)
        #expect(row.comment == "gg1 a1b2 user new p=0badcafe floor 3")
        row.uptimeSecondsMaximum = 86_400
        #expect(Planner.plan(desired: Sample.desired([account]), observed: Sample.observed([row])).isEmpty)
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
