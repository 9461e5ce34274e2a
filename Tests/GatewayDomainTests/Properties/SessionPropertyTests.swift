import TestSeeds
import GatewayDomain
import Testing

/// Who is put out by a plan, and who is not, whatever the device looks like.
///
/// Told in the words of the rule, and not by the code that is under test.
struct SessionPropertyTests {
    private struct Outcome {
        let device: RandomDevice
        let before: ObservedState
        let after: ObservedState
        let removed: Set<String>
    }

    private static func outcome(_ seed: UInt64) -> Outcome {
        let device = RandomDevice(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var limits = PlannerLimits()
        limits.managedUserCountMaximum = .max
        let plan = Planner.plan(desired: device.desired, observed: device.observed, limits: limits)
        var model = DeviceModel(device.observed, gateway: device.desired.gateway)
        model.apply(plan, using: &generator)
        var removed: Set<String> = []
        for case .removeUser(let row, _) in plan.operations { removed.insert(row.name) }
        return Outcome(device: device, before: device.observed, after: model.state, removed: removed)
    }

    /// Whether a wish names a session, in so many words.
    private static func names(_ ending: SessionEnding, _ session: ObservedSession) -> Bool {
        if let moment = ending.startedBefore {
            guard let startedAt = session.startedAt, startedAt < moment else { return false }
        }
        switch ending.guests {
        case .all: return true
        case .devicesOtherThan(let device): return session.macAddress != nil && session.macAddress != device
        }
    }

    private static func isForeign(_ user: ObservedUser, _ gateway: GatewayID) -> Bool {
        user.isBuiltIn || OwnershipMark(comment: user.comment)?.gateway != gateway
    }

    @Test(arguments: Seed.several(400))
    func `nobody is put out whom the store did not name, as long as the user stays`(seed: UInt64) {
        let outcome = Self.outcome(seed)
        for session in outcome.before.sessions where !outcome.after.sessions.contains(session) {
            let isNamed = (outcome.device.desired.endings[session.user] ?? []).contains { Self.names($0, session) }
            // Of a code that is dead no row of anybody's is left.
            let isDead =
                outcome.device.desired.departures[session.user]?.endsAccess == true
                && !outcome.after.users.contains { $0.name == session.user }
            #expect(isNamed || isDead || outcome.removed.contains(session.user), "seed \(seed): \(session)")
        }
    }

    @Test(arguments: Seed.several(400))
    func `a guest of a foreign user is never put out, and keeps the cookie`(seed: UInt64) {
        let outcome = Self.outcome(seed)
        let gateway = outcome.device.desired.gateway
        for user in outcome.before.users where Self.isForeign(user, gateway) {
            let rows = outcome.before.users.filter { $0.name == user.name }
            guard rows.allSatisfy({ Self.isForeign($0, gateway) }) else { continue }
            let sessions = outcome.before.sessions.filter { $0.user == user.name }
            #expect(sessions.allSatisfy(outcome.after.sessions.contains), "seed \(seed): \(user.name)")
            let cookies = outcome.before.cookies.filter { $0.user == user.name }
            #expect(cookies.allSatisfy(outcome.after.cookies.contains), "seed \(seed): \(user.name)")
        }
    }

    @Test(arguments: Seed.several(400))
    func `whoever the store named is out, where the user is ours alone and has a server`(seed: UInt64) {
        let outcome = Self.outcome(seed)
        let gateway = outcome.device.desired.gateway
        for session in outcome.after.sessions {
            let rows = outcome.before.users.filter { $0.name == session.user }
            let isOurs = rows.allSatisfy { !Self.isForeign($0, gateway) }
            // The second instance is the one that some devices have no server for.
            let isServed = outcome.device.desired.users.contains {
                $0.name == session.user && $0.server != .serving(RandomDevice.second)
            }
            guard isOurs, isServed else { continue }
            let isNamed = (outcome.device.desired.endings[session.user] ?? []).contains { Self.names($0, session) }
            #expect(!isNamed, "seed \(seed): \(session)")
        }
    }

    @Test(arguments: Seed.several(400))
    func `a device that is let in keeps its cookie, and one that is put out loses it`(seed: UInt64) {
        let outcome = Self.outcome(seed)
        for cookie in outcome.before.cookies where !outcome.removed.contains(cookie.user) {
            let guests = outcome.before.sessions.filter { $0.user == cookie.user && $0.macAddress == cookie.macAddress }
            let isKept = outcome.after.cookies.contains(cookie)
            if guests.contains(where: outcome.after.sessions.contains) {
                #expect(isKept, "seed \(seed): \(cookie)")
            }
            if cookie.macAddress == nil { #expect(isKept, "seed \(seed): \(cookie)") }
        }
    }

    @Test(arguments: Seed.several(100))
    func `guests who are put out count for no guard rail`(seed: UInt64) {
        var device = RandomDevice(seed: seed)
        let with = Planner.plan(desired: device.desired, observed: device.observed)
        device.desired.endings = [:]
        let without = Planner.plan(desired: device.desired, observed: device.observed)
        #expect(with.refusal == without.refusal, "seed \(seed)")
        let others = { (plan: Plan) in plan.stages.filter { $0.purpose != .forgetDevices && $0.purpose != .putOut } }
        #expect(others(with) == others(without))
    }
}
