import GatewayDomain
import Testing

/// Guests who have to go while their user stays.
struct PlannerSessionTests {
    private let user = Sample.user("8B7W3D")
    private static let owner = "02:00:00:00:00:01"
    private static let other = "02:00:00:00:00:02"

    private static func session(_ id: String, _ macAddress: String?, uptime: Int64 = 600) -> ObservedSession {
        var session = ObservedSession(id: id, user: "8B7W3D")
        session.macAddress = macAddress
        session.address = "10.5.50.2"
        session.server = "hotspot1"
        session.uptimeSeconds = uptime
        session.startedAt = Sample.now - .seconds(uptime)
        return session
    }

    private func plan(
        _ ending: SessionEnding,
        _ sessions: [ObservedSession],
        _ cookies: [ObservedCookie] = [],
        changing: (inout ObservedState) -> Void = { _ in }
    ) -> Plan {
        var desired = Sample.desired([user])
        desired.endings = ["8B7W3D": [ending]]
        var observed = Sample.observed([Sample.row(user, id: "*1")])
        observed.sessions = sessions
        observed.cookies = cookies
        changing(&observed)
        return Planner.plan(desired: desired, observed: observed)
    }

    private let held = SessionEnding(.devicesOtherThan(owner), reason: .heldByAnother)

    @Test func `the device that holds the code stays, another goes with its cookies, and one that nobody knows stays`()
    {
        let guests = [Self.session("*A", Self.owner), Self.session("*B", Self.other), Self.session("*C", nil)]
        let cookies = [Self.owner, Self.other, nil].enumerated().map {
            ObservedCookie(id: "*\($0)", user: "8B7W3D", macAddress: $1)
        }
        #expect(
            plan(held, guests, cookies).stages == [
                Plan.Stage(.forgetDevices, [.removeCookie(cookies[1], .heldByAnother)]),
                Plan.Stage(.putOut, [.endSession(guests[1], .heldByAnother)]),
            ]
        )
    }

    @Test func `a device that sleeps and would come back by its cookie loses it`() {
        let cookie = ObservedCookie(id: "*5", user: "8B7W3D", macAddress: Self.other)
        #expect(
            plan(held, [Self.session("*A", Self.owner)], [cookie]).operations == [.removeCookie(cookie, .heldByAnother)]
        )
    }

    @Test func `a disconnected guest who has come back since stays, with the cookie of that login`() {
        let ending = SessionEnding.disconnected(at: Sample.now - .seconds(60))
        let cookie = ObservedCookie(id: "*5", user: "8B7W3D", macAddress: Self.owner)
        let old = Self.session("*A", Self.owner, uptime: 61)
        #expect(plan(ending, [old], [cookie]).operations.count == 2)
        #expect(plan(ending, [Self.session("*A", Self.owner, uptime: 58)], [cookie]).isEmpty)
        var unknown = old
        unknown.startedAt = nil
        #expect(plan(ending, [unknown], [cookie]).isEmpty)
    }

    @Test func `a session that seems a second younger than it is is meant all the same`() {
        let moment = Sample.now - .seconds(60)
        let disconnected = SessionEnding.disconnected(at: moment)
        #expect(plan(disconnected, [Self.session("*A", nil, uptime: 60)]).operations.count == 1)
        // Whoever logs in right after a release is the guest it was made for.
        let released = SessionEnding(.all, startedBefore: moment, reason: .released)
        #expect(plan(released, [Self.session("*A", nil, uptime: 60)]).isEmpty)
        #expect(plan(released, [Self.session("*A", nil, uptime: 61)]).operations.count == 1)
    }

    @Test func `guests of another tool's user of the same name are left alone`() {
        let guest = Self.session("*B", Self.other)
        let plan = plan(held, [guest]) { observed in
            observed.users[0].comment = "by hand"
        }
        #expect(plan.operations.isEmpty)
    }

    @Test func `a paused site keeps its guests`() {
        var desired = Sample.desired([user])
        desired.endings = ["8B7W3D": [held]]
        desired.isPaused = true
        var observed = Sample.observed([Sample.row(user, id: "*1")])
        observed.sessions = [Self.session("*B", Self.other)]
        #expect(Planner.plan(desired: desired, observed: observed).refusal == .paused)
    }

    @Test func `an address that is another guest's by now is not put out, nor a guest who has logged in anew`() {
        let plan = plan(held, [Self.session("*B", Self.other)])
        let stage = plan.operations
        #expect(Planner.confirmedEndings(of: stage, sessions: [Self.session("*B", Self.other, uptime: 601)]).count == 1)
        #expect(Planner.confirmedEndings(of: stage, sessions: [Self.session("*B", Self.owner, uptime: 601)]) == [])
        #expect(Planner.confirmedEndings(of: stage, sessions: [Self.session("*B", Self.other, uptime: 2)]) == [])
        #expect(Planner.confirmedEndings(of: stage, sessions: []) == [])
    }

    @Test func `a cookie that a new login got between the two readings stays`() {
        let cookie = ObservedCookie(id: "*5", user: "8B7W3D", macAddress: Self.other)
        let plan = plan(held, [Self.session("*B", Self.other)], [cookie])
        func confirmed(_ sessions: [ObservedSession]) -> [ObservedCookie] {
            Planner.confirmedCookies(of: plan.operations, in: plan, cookies: [cookie], sessions: sessions)
        }
        #expect(confirmed([Self.session("*B", Self.other, uptime: 601)]) == [cookie])
        #expect(confirmed([]) == [cookie])
        #expect(confirmed([Self.session("*B", Self.other, uptime: 2)]) == [])
        #expect(Planner.confirmedCookies(of: plan.operations, in: plan, cookies: [], sessions: []) == [])
    }

    @Test func `a plan says who goes and why, without naming a guest's device`() {
        let document = PlanDocument(plan(held, [Self.session("*B", Self.other)]))
        #expect(document.lines.map(\.text) == ["- session 8B7W3D (another device has the code)"])
        #expect(document.counts.removed == 1)
        #expect(!document.text.contains(Self.other))
    }
}
