import GatewayDomain
import Testing

struct PlannerRemovalTests {
    private let user = Sample.user("8B7W3D")
    private let reference = RowReference(id: "*1", name: "8B7W3D")

    private func plan(_ reason: RemovalReason?, _ change: (inout ObservedState) -> Void = { _ in }) -> Plan {
        var desired = Sample.desired()
        desired.departures = reason.map { ["8B7W3D": $0] } ?? [:]
        var observed = Sample.observed([Sample.row(user, id: "*1")])
        change(&observed)
        return Planner.plan(desired: desired, observed: observed)
    }

    @Test func `a removal looks again, kills the code, then clears cookies and sessions`() {
        #expect(
            plan(.revoked).stages == [
                Plan.Stage(.inspect, [.inspectUser(reference, .revoked)]),
                Plan.Stage(.removeUsers, [.removeUser(reference, .revoked)]),
                Plan.Stage(.clear, [.removeCookies(user: "8B7W3D"), .endSessions(user: "8B7W3D")]),
            ]
        )
    }

    @Test(arguments: ["uptime", "bytes", "session", "mark"])
    func `an expired coupon with any sign of use stays with its guest`(sign: String) {
        func use(_ observed: inout ObservedState) {
            switch sign {
            case "uptime": observed.users[0].uptimeSeconds = 1
            case "bytes": observed.users[0].bytesOut = 1
            case "session": observed.sessions = [ObservedSession(id: "*A", user: "8B7W3D")]
            default: observed.users[0].comment += " r=soon"
            }
        }
        #expect(plan(.expired, use).isEmpty)
        #expect(!plan(.expired).isEmpty)
        #expect(!plan(.redeemedElsewhere, use).isEmpty)
    }

    @Test func `a user of ours that nothing is known of stays while a guest is online, and a finding tells of it`() {
        let online = plan(nil) { $0.sessions = [ObservedSession(id: "*A", user: "8B7W3D")] }
        #expect(online.isEmpty)
        #expect(online.findings.map(\.code) == [.unknownGuest])
        #expect(online.findings.first?.message.contains("8B7W3D") == true)
        let used = plan(nil) { $0.users[0].uptimeSeconds = 3600 }
        #expect(used.operations.contains(.removeUser(reference, .unexplained)))
        #expect(used.findings.isEmpty)
        let elsewhere = plan(nil) { observed in
            var session = ObservedSession(id: "*A", user: "8B7W3D")
            session.server = "hotspot2"
            observed.sessions = [session]
        }
        #expect(elsewhere.operations.contains(.removeUser(reference, .unexplained)))
    }

    @Test func `a guest who gets online between the two readings keeps a user that nothing is known of`() {
        let confirmed = Planner.confirmedRemovals(
            of: plan(nil),
            users: [Sample.row(user, id: "*1")],
            sessions: [ObservedSession(id: "*A", user: "8B7W3D")],
            gateway: Sample.gateway()
        )
        #expect(confirmed.rows == [])
        #expect(confirmed.clearedNames == [])
        #expect(confirmed.heldBack == ["8B7W3D"])
    }

    @Test func `a login between the two readings holds an expired removal back`() {
        let plan = plan(.expired)
        var row = Sample.row(user, id: "*1")
        row.uptimeSeconds = 5
        let confirmed = Planner.confirmedRemovals(of: plan, users: [row], sessions: [], gateway: Sample.gateway())
        #expect(confirmed.rows == [])
        #expect(confirmed.clearedNames == [])
        #expect(confirmed.heldBack == ["8B7W3D"])
        #expect(confirmed.keptProfiles == [user.profile])
    }

    @Test func `a row that lost our mark between the two readings is not removed`() {
        var row = Sample.row(user, id: "*1")
        row.comment = "mine now"
        let confirmed = Planner.confirmedRemovals(
            of: plan(.revoked),
            users: [row],
            sessions: [],
            gateway: Sample.gateway()
        )
        #expect(confirmed.rows == [])
        #expect(confirmed.clearedNames == [])
    }

    @Test func `an id that was reused between the two readings is not removed`() {
        var other = Sample.row(Sample.user("OTHER9"), id: "*1")
        other.name = "OTHER9"
        let moved = Sample.row(user, id: "*2")
        let confirmed = Planner.confirmedRemovals(
            of: plan(.revoked),
            users: [other, moved],
            sessions: [],
            gateway: Sample.gateway()
        )
        #expect(confirmed.rows == [RowReference(id: "*2", name: "8B7W3D")])
    }

    @Test func `where the row is gone already its cookies and sessions go all the same`() {
        let confirmed = Planner.confirmedRemovals(
            of: plan(.revoked),
            users: [],
            sessions: [],
            gateway: Sample.gateway()
        )
        #expect(confirmed.rows == [])
        #expect(confirmed.clearedNames == ["8B7W3D"])
    }

    @Test func `a profile that nobody needs goes last`() {
        let plan = plan(.revoked) { observed in
            observed.profiles.append(ObservedProfile(id: "*2", name: "gg-a1b2-old", properties: [:]))
            observed.profiles.append(ObservedProfile(id: "*3", name: "gg-ffff-old", properties: [:]))
            observed.users[0].profile = "gg-a1b2-old"
        }
        #expect(
            plan.stages.last
                == Plan.Stage(.removeProfiles, [.removeProfile(RowReference(id: "*2", name: "gg-a1b2-old"))])
        )
    }

    @Test func `a profile that a foreign user names stays`() {
        let plan = plan(.revoked) { observed in
            observed.profiles.append(ObservedProfile(id: "*2", name: "gg-a1b2-old", properties: [:]))
            observed.users.append(ObservedUser(id: "*8", name: "theirs", profile: "gg-a1b2-old", comment: ""))
        }
        #expect(!plan.operations.contains(.removeProfile(RowReference(id: "*2", name: "gg-a1b2-old"))))
    }
}
