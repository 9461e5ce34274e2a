import RouterOSAPI
import RouterOSSimulator

/// The three simulated routers of the demo.
struct DemoRouters: Sendable {
    /// The administrator's password on all three.
    static let password = "simulated"

    /// One with a certificate.
    let hotel: SimulatedRouter
    /// One as from the factory: TLS without a certificate.
    let bar: SimulatedRouter
    /// One that other people work on too.
    let campsite: SimulatedRouter

    /// All three, in the order of the story.
    var all: [SimulatedRouter] { [hotel, bar, campsite] }

    /// Runs the routers while `body` runs.
    static func running(_ body: @Sendable (DemoRouters) async throws -> Void) async throws {
        var started: [SimulatedRouter] = []
        do {
            for configuration in configurations {
                started.append(try await SimulatedRouter.start(configuration))
            }
            let routers = DemoRouters(hotel: started[0], bar: started[1], campsite: started[2])
            try await routers.addForeignRows()
            try await body(routers)
        } catch {
            for router in started { await router.stop() }
            throw error
        }
        for router in started { await router.stop() }
    }

    private static var configurations: [SimulatedRouterConfiguration] {
        [
            configuration("harbour-hotel", RouterOSVersion(7, 22, 3), .certificate()),
            configuration("beach-bar", RouterOSVersion(7, 16, 2), .anonymous),
            configuration("campsite", RouterOSVersion(7, 20, 4), .certificate()),
        ]
    }

    private static func configuration(
        _ identity: String,
        _ version: RouterOSVersion,
        _ tls: SimulatedRouterConfiguration.Transport
    ) -> SimulatedRouterConfiguration {
        var configuration = SimulatedRouterConfiguration(version: version, tls: tls, password: password)
        configuration.identity = identity
        return configuration
    }

    /// What others set up at the campsite before the gateway came.
    private func addForeignRows() async throws {
        for (user, comment) in [("reception", "front desk, ask Maria"), ("tv-lounge", "smart TV")] {
            try await campsite.edit(
                "/ip/hotspot/user/add",
                ["name": user, "password": "set-by-hand", "comment": comment]
            )
        }
        try await campsite.edit(
            "/ip/hotspot/walled-garden/ip/add",
            ["dst-host": "weather.example.net", "action": "accept", "comment": "the weather page"]
        )
    }
}
