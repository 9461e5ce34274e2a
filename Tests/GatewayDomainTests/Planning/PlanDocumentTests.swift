import Foundation
import GatewayDomain
import Testing

/// Plans as people read them, compared with what is recorded in `fixtures/plans`.
///
/// `RECORD_PLANS=1 swift test --filter PlanDocumentTests` records them anew; look at the difference before you commit it.
struct PlanDocumentTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../fixtures/plans").standardizedFileURL

    private func expectRecorded(_ plan: Plan, as name: String) throws {
        let text = PlanDocument(plan).text
        let file = Self.folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["RECORD_PLANS"] != nil {
            try Data(text.utf8).write(to: file)
        }
        #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    @Test func `the first push to a new router`() throws {
        var desired = Sample.desired(["8B7W3D", "C4FH7K", "TXV29R"].map { Sample.user($0) })
        var till = Sample.user("till")
        till.kind = .account
        till.redeemBefore = nil
        desired.users.append(till)
        desired.garden = [Sample.garden(1), Sample.garden(2), Sample.garden(3, list: .request)]
        var observed = Sample.observed()
        observed.profiles = []
        observed.facts.servers[0].loginBy = ["cookie", "http-chap"]
        observed.facts.plainAPIEnabled = true
        try expectRecorded(Planner.plan(desired: desired, observed: observed), as: "first-push")
    }

    @Test func `drift, removals, moves and conflicts`() throws {
        var drifted = Sample.row(Sample.user("8B7W3D"), id: "*1")
        drifted.profile = "default"
        drifted.comment =
            OwnershipMark(
                gateway: Sample.gateway(),
                user: {
                    var old = Sample.user("8B7W3D")
                    old.redeemBefore = Sample.now
                    old.passwordDigest = "11111111"
                    return old
                }()
            ).comment + " r=1795000100"
        let foreign = ObservedUser(id: "*3", name: "C4FH7K", profile: "default", comment: "room 5")
        var theirs = Sample.row(Sample.user("TXV29R"), id: "*4")
        theirs.comment = "gg1 beef coupon x"
        var desired = Sample.desired(["8B7W3D", "C4FH7K", "TXV29R"].map { Sample.user($0) })
        desired.departures = ["GONE99": .expired]
        desired.garden = [1, 2, 3].map { Sample.garden($0) }
        var observed = Sample.observed([drifted, Sample.row(Sample.user("GONE99"), id: "*2"), foreign, theirs])
        observed.garden[.address] = [2, 3, 9, 1].enumerated().map { Sample.gardenRow(Sample.garden($1), id: "*\($0)") }
        observed.garden[.address]?[1].properties["dst-port"] = "80"
        observed.profiles[0].properties["keepalive-timeout"] = "2m"
        try expectRecorded(Planner.plan(desired: desired, observed: observed), as: "drift")
    }

    @Test func `a plan that is held back`() throws {
        let users = (10..<30).map { Sample.user("CODE\($0)") }
        let observed = Sample.observed(users.enumerated().map { Sample.row($1, id: "*\($0)") })
        try expectRecorded(Planner.plan(desired: Sample.desired([users[0]]), observed: observed), as: "refused")
    }

    @Test func `nothing to do`() throws {
        let user = Sample.user("8B7W3D")
        let plan = Planner.plan(
            desired: Sample.desired([user]),
            observed: Sample.observed([Sample.row(user, id: "*1")])
        )
        try expectRecorded(plan, as: "unchanged")
    }

    @Test func `a long plan is cut, and says by how much`() {
        let plan = Planner.plan(
            desired: Sample.desired((0..<500).map { Sample.user("U\($0)") }),
            observed: Sample.observed()
        )
        let lines = PlanDocument(plan).text(linesMaximum: 10).split(separator: "\n")
        #expect(lines.count == 12)
        #expect(lines[10] == "… and 490 more")
        #expect(lines[11] == "500 to add, 1 unchanged.")
    }

    @Test func `no secret and no control character of a router reaches the text`() {
        var user = Sample.user("8B7W3D")
        user.password = Secret("hunter2")
        user.passwordDigest = "22222222"
        var row = Sample.row(Sample.user("8B7W3D"), id: "*1")
        row.profile = "\u{1B}[2J\nevil"
        let text = PlanDocument(Planner.plan(desired: Sample.desired([user]), observed: Sample.observed([row]))).text
        #expect(!text.contains("hunter2"))
        #expect(text.contains("password"))
        #expect(text.contains("?[2J?evil"))
    }
}
