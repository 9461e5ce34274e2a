import GatewayDomain
import Testing

struct ProfileVariantTests {
    private let base = "gg-a1b2-11111111"

    private func name(_ rateLimit: String) -> String {
        DesiredProfile.name(gateway: Sample.gateway(), instance: Sample.instance.id, rateLimit: rateLimit)
    }

    @Test func `a variant's name tells its speed, the same for what means the same, another one for what does not`() {
        #expect(name("5M/20M") == "\(base)-5M-20M")
        #expect(name("5M/20M  10M/40M") == name("5M/20M 10M/40M"))
        #expect(name("512K") == name("512k"))
        let different = ["5M/20M", "5M 20M", "5M/20M 10M", "5M/20M/10M", "5M", "5", "5k", "5G", "20M/5M", "52M/0M"]
        #expect(Set(different.map(name)).count == different.count)
    }

    @Test func `a coupon with a speed of its own gets a variant that differs in nothing else`() throws {
        var coupon = Coupon(
            id: Coupon.ID("c"),
            instance: Sample.instance.id,
            code: "8B7W3D",
            expiresAt: Sample.now + .seconds(60),
            createdAt: Sample.now
        )
        coupon.rateLimit = "5M/20M"
        let user = DesiredStateRules.user(for: coupon, instance: Sample.instance, gateway: Sample.gateway()) { _ in "" }
        #expect(user.profile == "\(base)-5M-20M")
        let service = DesiredStateRules.service(
            of: Sample.instance,
            at: Site.Service(instance: Sample.instance.id, subnets: []),
            gateway: Sample.gateway(),
            rateLimits: ["5M/20M", "1M", "5M/20M "]
        )
        #expect(service.profile.name == base)
        #expect(service.variants.map(\.name) == ["\(base)-1M", "\(base)-5M-20M"])
        var expected = service.profile.properties
        expected["rate-limit"] = "5M/20M"
        #expect(service.variants.last?.properties == expected)
    }

    // MARK: - Planning

    private var variant: DesiredProfile {
        var variant = Sample.profile
        variant.name = "\(base)-5M-20M"
        variant.rateLimit = "5M/20M"
        return variant
    }

    private func fastUser(_ name: String) -> DesiredUser {
        var user = Sample.user(name)
        user.profile = variant.name
        return user
    }

    private func desired(_ users: [DesiredUser], scope: Scope = .everything) -> DesiredState {
        var desired = Sample.desired(users, scope: scope)
        if !users.isEmpty { desired.services[0].variants = [variant] }
        return desired
    }

    @Test(arguments: [Scope.everything, .names(["8B7W3D"])])
    func `a variant comes before its first user, also when only names are compared`(scope: Scope) {
        let plan = Planner.plan(
            desired: desired([fastUser("8B7W3D")], scope: scope),
            observed: Sample.observed(scope: scope)
        )
        #expect(
            plan.stages == [
                Plan.Stage(.prepare, [.addProfile(variant)]),
                Plan.Stage(.users, [.addUser(fastUser("8B7W3D"), server: "hotspot1")]),
            ]
        )
        #expect(plan.addsProfiles)
    }

    @Test func `a variant goes with its last user, and stays while a row has it`() {
        var observed = Sample.observed([Sample.row(fastUser("8B7W3D"), id: "*1")])
        observed.profiles.append(ObservedProfile(id: "*2", name: variant.name, properties: variant.properties))
        #expect(Planner.plan(desired: desired([fastUser("8B7W3D")]), observed: observed).isEmpty)
        var gone = desired([])
        gone.departures = ["8B7W3D": .revoked]
        let plan = Planner.plan(desired: gone, observed: observed)
        #expect(plan.stages.map(\.purpose).last == .removeProfiles)
        #expect(plan.operations.last == .removeProfile(RowReference(id: "*2", name: variant.name)))
        // A guest who turns out to be online keeps the row, and the row its profile.
        gone.departures = ["8B7W3D": .expired]
        observed.sessions = [ObservedSession(id: "*A1", user: "8B7W3D")]
        #expect(Planner.plan(desired: gone, observed: observed).isEmpty)
    }

    @Test func `users with a variant stay as they are while no server serves their instance`() {
        var observed = Sample.observed([Sample.row(fastUser("8B7W3D"), id: "*1")])
        observed.profiles.append(ObservedProfile(id: "*2", name: variant.name, properties: [:]))
        observed.facts.servers = []
        var gone = desired([])
        gone.departures = ["8B7W3D": .revoked]
        #expect(Planner.plan(desired: gone, observed: observed).isEmpty)
        #expect(Planner.plan(desired: desired([fastUser("8B7W3D")]), observed: observed).isEmpty)
    }

    @Test func `the variant of another instance is not taken for one of this`() {
        var observed = Sample.observed([Sample.row(fastUser("8B7W3D"), id: "*1")])
        observed.users[0].profile = "gg-a1b2-111111112-5M"
        observed.facts.servers = []
        var gone = desired([])
        gone.departures = ["8B7W3D": .revoked]
        let plan = Planner.plan(desired: gone, observed: observed)
        #expect(plan.stages.map(\.purpose).contains(.removeUsers))
    }
}
