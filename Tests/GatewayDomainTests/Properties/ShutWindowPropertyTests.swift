import TestSeeds
import GatewayDomain
import Testing

/// What holds for every plan while no window of the site is open.
struct ShutWindowPropertyTests {
    private static let limits: PlannerLimits = {
        var limits = PlannerLimits()
        limits.managedUserCountMaximum = .max
        return limits
    }()

    @Test(arguments: Seed.several(400))
    func `what ends access is done at once, all else is counted, and when the window opens nothing is missing`(
        seed: UInt64
    ) {
        var device = RandomDevice(seed: seed)
        for index in device.desired.users.indices where device.desired.users[index].kind == .coupon {
            // Every third guest is in.
            guard device.desired.users[index].name.utf8.reduce(0, { $0 + Int($1) }) % 3 == 0 else { continue }
            device.desired.users[index].login = .init(
                at: Sample.now,
                endsAt: Sample.now + .seconds(3600),
                macAddress: nil
            )
        }
        var generator = SeededGenerator(seed: seed)
        let whole = Planner.plan(desired: device.desired, observed: device.observed, limits: Self.limits)
        var desired = device.desired
        desired.window = .shut(opensAt: Sample.now)
        let shut = Planner.plan(desired: desired, observed: device.observed, limits: Self.limits)
        if whole.refusal != nil {
            #expect(shut == whole, "seed \(seed)")
            return
        }
        func ended(_ plan: Plan) -> Set<Operation> {
            Set(
                plan.operations.filter {
                    switch $0 {
                    case .removeUser(_, let reason): !reason.waitsForWindow
                    // Who is left behind by a row that is renamed stays as long as that has its name.
                    case .removeCookie(_, let reason), .endSession(_, let reason): reason != .leftBehind
                    default: false
                    }
                }
            )
        }
        #expect(ended(shut).isSuperset(of: ended(whole)), "seed \(seed)")
        let written = whole.operations.compactMap(\.writtenRow)
        #expect(shut.operations.compactMap(\.writtenRow).allSatisfy(written.contains), "seed \(seed)")
        #expect(shut.operations.allSatisfy { !$0.addsAnything(for: shut.guests) }, "seed \(seed)")
        #expect(shut.guests == whole.guests, "seed \(seed): who is in stays in")
        let isLess = shut.operations.count < whole.operations.count
        #expect(isLess == (shut.postponed > 0), "seed \(seed)")

        var model = DeviceModel(device.observed, gateway: device.desired.gateway)
        model.passwords = device.passwords
        model.apply(shut, using: &generator)
        #expect(model.refusals == [], "seed \(seed)")
        let again = Planner.plan(desired: desired, observed: model.state, limits: Self.limits)
        #expect(again.isEmpty, "seed \(seed): \(PlanDocument(again).text)")
        #expect(again.postponed >= shut.postponed, "seed \(seed)")
        let rest = Planner.plan(desired: device.desired, observed: model.state, limits: Self.limits)
        model.apply(rest, using: &generator)
        #expect(
            Planner.plan(desired: device.desired, observed: model.state, limits: Self.limits).isEmpty,
            "seed \(seed)"
        )
    }
}

extension GatewayDomain.Operation {
    /// The row of a user that it changes or removes.
    fileprivate var writtenRow: RowReference? {
        switch self {
        case .setUser(let row, _, _), .removeUser(let row, _), .inspectUser(let row, _): row
        default: nil
        }
    }

    /// Whether it adds anything but guests who are in, and the profiles that they need.
    fileprivate func addsAnything(for guests: [DesiredUser]) -> Bool {
        switch self {
        case .addUser(let user, _): user.login == nil
        case .addProfile(let profile): !guests.contains { $0.profile == profile.name }
        case .addGardenRow, .addFile, .addScriptRow: true
        default: false
        }
    }
}

extension Plan {
    /// The guests who are in and are added.
    fileprivate var guests: [DesiredUser] {
        operations.compactMap { if case .addUser(let user, _) = $0, user.login != nil { user } else { nil } }
    }
}
