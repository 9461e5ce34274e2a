import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator

/// What the demo's portal consists of.
struct DemoPortal: Sendable {
    let instance: Instance
    /// The codes of its coupons.
    let codes: [String]
    let hotel: DemoPlace
    let bar: DemoPlace
    let campsite: DemoPlace

    /// The sites in the order of the story.
    var places: [DemoPlace] { [hotel, bar, campsite] }

    /// Makes the portal, as the commands of the same names do, and its coupons as a portal does: over the API.
    static func make(in store: Store, _ routers: DemoRouters, _ api: DemoAPI) async throws -> DemoPortal {
        let instance = Instance(id: store.newID(), name: "Guest Wi-Fi", createdAt: .current)
        try await store.createInstance(instance)
        let hotel = DemoPlace(site: try await site("Harbour Hotel", of: instance, in: store), router: routers.hotel)
        let bar = DemoPlace(site: try await site("Beach Bar", of: instance, in: store), router: routers.bar)
        let campsite = DemoPlace(site: try await site("Campsite", of: instance, in: store), router: routers.campsite)
        for place in [hotel, bar, campsite] {
            try await addDevice(place, to: store)
            try await addWalledGarden(of: place, to: store)
        }
        let codes = try await DemoStory.orderCoupons(of: instance, api)
        return DemoPortal(instance: instance, codes: codes, hotel: hotel, bar: bar, campsite: campsite)
    }

    /// A walled-garden entry in words.
    static func text(of entry: WalledGardenEntry) -> String {
        let target =
            switch entry.target {
            case .network(let subnet): subnet.description
            case .host(let host): host
            }
        return "\(entry.name) (\(target)\(entry.port.map { ", port \($0)" } ?? ""))"
    }

    private static func site(_ name: String, of instance: Instance, in store: Store) async throws -> Site {
        let site = Site(
            id: store.newID(),
            name: name,
            services: [Site.Service(instance: instance.id, subnets: [])],
            createdAt: .current
        )
        try await store.createSite(site)
        return site
    }

    private static func addDevice(_ place: DemoPlace, to store: Store) async throws {
        let router = place.router
        let device = Device(
            id: store.newID(),
            site: place.site.id,
            host: router.host,
            port: router.port,
            user: router.user,
            trust: router.fingerprint.map { .pinned($0.description) } ?? .anonymous,
            createdAt: .current
        )
        try await store.addDevice(device, password: Secret(DemoRouters.password))
    }

    private static func addWalledGarden(of place: DemoPlace, to store: Store) async throws {
        for (name, target) in [("Payment", "pay.example.com"), ("Map", "192.0.2.0/24"), ("Menu", "*.menu.example")] {
            var entry = WalledGardenEntry(
                id: store.newID(),
                site: place.site.id,
                position: 0,
                name: name,
                target: try WalledGardenEntry.Target(text: target),
                createdAt: .current
            )
            if name == "Payment" { (entry.transport, entry.port) = ("tcp", "443") }
            try await store.addWalledGardenEntry(entry)
        }
    }
}
