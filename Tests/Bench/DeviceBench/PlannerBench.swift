import ArgumentParser
import GatewayDomain
import GatewayStore

/// The planner alone: everything compared with a device that is as it should be.
struct PlannerBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "planner")

    @Option var users = 0
    @Option var garden = 0
    @Option var rounds = 20

    private struct Figures: Encodable {
        let seconds: Double
    }

    func run() async throws {
        let world = try await World(ports: [1], fingerprint: nil)
        try await world.makeCoupons(users)
        try await world.makeGarden(garden, at: world.sites[0])
        let device = try await world.store.devices(at: world.sites[0].id)[0]
        let desired = try await world.store.desiredState(for: device.id, scope: .everything, now: World.now())
        try world.close()
        let observed = held(desired)
        var times: [Double] = []
        for round in 0...rounds {
            let began = ContinuousClock.now
            let plan = Planner.plan(desired: desired, observed: observed)
            if round > 0 { times.append((ContinuousClock.now - began).seconds) }
            guard plan.isEmpty else {
                throw BenchError("there was something to change:\n\(PlanDocument(plan).lines.prefix(5))")
            }
        }
        try report(Figures(seconds: times.median))
    }

    /// A router that holds exactly what it should, as an observer would read it.
    private func held(_ desired: DesiredState) -> ObservedState {
        var facts = DeviceFacts(version: RouterOSRelease(7, 22, 3))
        facts.servers = [
            DeviceFacts.HotspotServer(
                name: "hotspot1",
                interface: "bridge",
                isUsable: true,
                loginBy: ["cookie", "mac-cookie", "http-chap"],
                usesRADIUS: false
            )
        ]
        var observed = ObservedState(scope: .everything, facts: facts)
        observed.profiles = desired.services.enumerated().map { index, service in
            ObservedProfile(
                id: "*\(index + 1)",
                name: service.profile.name,
                properties: service.profile.properties
            )
        }
        observed.users = desired.users.enumerated().map { index, user in
            var row = ObservedUser(
                id: "*\(String(index + 1, radix: 16, uppercase: true))",
                name: user.name,
                profile: user.profile,
                comment: OwnershipMark(gateway: desired.gateway, user: user).comment
            )
            row.server = "hotspot1"
            row.uptimeSecondsMaximum = user.uptimeSecondsMaximum ?? 0
            row.dataBytesMaximum = user.dataBytesMaximum ?? 0
            row.macAddress = user.macAddress
            return row
        }
        observed.managedUserCount = observed.users.count
        for (index, row) in desired.garden.enumerated() {
            observed.garden[row.list, default: []].append(
                ObservedGardenRow(
                    id: "*\(String(index + 1, radix: 16, uppercase: true))",
                    properties: row.properties,
                    comment: OwnershipMark(gateway: desired.gateway, entry: row.entry).comment
                )
            )
        }
        return observed
    }
}
