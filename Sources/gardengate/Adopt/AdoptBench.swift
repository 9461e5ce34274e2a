import GatewayDomain
import GatewayStore
import GatewaySync
import NIOPosix

/// A site whose routers are read for what other tools left there.
struct AdoptBench {
    let site: Site
    /// The router whose users are meant; nil for those of the whole site.
    let device: Device?
    private let devices: [Device]
    private let session: Session

    /// Finds the site or device that somebody named.
    init(_ reference: String, _ session: Session) async throws {
        self.session = session
        do {
            site = try await session.store.site(reference)
            device = nil
        } catch StoreError.notFound {
            let found = try await session.store.device(reference)
            site = try await session.store.site(found.site.rawValue)
            device = found
        }
        devices = try await session.store.devices(at: site.id)
        guard !devices.isEmpty else {
            throw CommandFailure("the site \(site.name) has no devices: add one with gardengate device bootstrap")
        }
        TrustArgument.warn(about: devices)
    }

    /// What would become of whom, by what the routers hold now.
    func plan(_ order: AdoptionOrder, for instance: Instance) async throws -> AdoptionPlan {
        guard site.services.contains(where: { $0.instance == instance.id }) else {
            throw CommandFailure("the site \(site.name) is not served by \(instance.name): choose one of its instances")
        }
        let surveys = try await Progress.showing("reading the routers of \(site.name.printable)") {
            try await readRouters()
        }
        let names = surveys.flatMap(\.users).reduce(into: Set<String>()) {
            $0.formUnion(AdoptionRules.reservedNames(for: $1.name))
        }
        let rules = AdoptionRules(
            instance: instance,
            site: site,
            gateway: session.store.gatewayID,
            order: order,
            taken: try await session.store.takenNames(names, at: site.id),
            now: session.now
        )
        return rules.plan(surveys, of: device?.id)
    }

    /// All routers of the site, one after the other: their number is small, and a name concerns all of them.
    private func readRouters() async throws -> [AdoptionSurvey] {
        var surveys: [AdoptionSurvey] = []
        for device in devices {
            do {
                surveys.append(
                    try await AdoptionReading.survey(
                        device,
                        password: try await session.store.password(of: device.id),
                        configuration: SyncConfiguration(),
                        group: MultiThreadedEventLoopGroup.singleton,
                        logger: Log.silent,
                        now: { .current }
                    )
                )
            } catch let failure as DeviceFailure {
                throw CommandFailure("\(HostPort.text(device.host, device.port)): \(failure)")
            }
        }
        return surveys
    }
}
