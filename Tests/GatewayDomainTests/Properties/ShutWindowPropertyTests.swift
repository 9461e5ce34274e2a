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
        let device = RandomDevice(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let whole = Planner.plan(desired: device.desired, observed: device.observed, limits: Self.limits)
        var desired = device.desired
        desired.window = .shut(opensAt: Sample.now)
        let shut = Planner.plan(desired: desired, observed: device.observed, limits: Self.limits)
        if whole.refusal != nil {
            #expect(shut == whole, "seed \(seed)")
            return
        }
        func removed(_ plan: Plan) -> Set<Operation> {
            Set(
                plan.operations.filter {
                    switch $0 {
                    case .removeUser(_, let reason): !reason.waitsForWindow
                    case .removeCookie, .endSession: true
                    default: false
                    }
                }
            )
        }
        #expect(removed(shut).isSuperset(of: removed(whole)), "seed \(seed)")
        #expect(Set(shut.operations).isSubset(of: Set(whole.operations)), "seed \(seed)")
        #expect(shut.operations.allSatisfy { !$0.addsAnything }, "seed \(seed)")
        let isLess = shut.operations.count < whole.operations.count
        #expect(isLess == (shut.postponed > 0), "seed \(seed)")

        var model = DeviceModel(device.observed, gateway: device.desired.gateway)
        model.passwords = device.passwords
        model.apply(shut, using: &generator)
        #expect(model.refusals == [], "seed \(seed)")
        let again = Planner.plan(desired: desired, observed: model.state, limits: Self.limits)
        #expect(again.isEmpty, "seed \(seed): \(PlanDocument(again).text)")
        #expect(again.postponed == shut.postponed, "seed \(seed)")
        let rest = Planner.plan(desired: device.desired, observed: model.state, limits: Self.limits)
        model.apply(rest, using: &generator)
        #expect(
            Planner.plan(desired: device.desired, observed: model.state, limits: Self.limits).isEmpty,
            "seed \(seed)"
        )
    }
}

extension GatewayDomain.Operation {
    fileprivate var addsAnything: Bool {
        switch self {
        case .addUser, .addProfile, .addGardenRow, .addFile, .addScriptRow: true
        default: false
        }
    }
}
