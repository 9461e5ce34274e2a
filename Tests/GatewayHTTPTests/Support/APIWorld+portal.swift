import GatewayDomain
import GatewayStore
import HTTPTypes

@testable import GatewayHTTP

extension APIWorld {
    /// An instance in the store, made by nobody.
    func newInstance(_ name: String = "Lobby") async throws -> Instance {
        let instance = Instance(id: store.newID(), name: name, sessionSeconds: 3600, createdAt: clock.now)
        try await store.createInstance(instance)
        return instance
    }

    /// Where the coupons of an instance are.
    static func coupons(of instance: Instance) -> String { "/captive/instances/\(instance.id)/coupons" }

    /// A real token, and what an Authorization header holds for it.
    func newToken(
        _ name: String = "till",
        _ grant: AccessGrant = .everything,
        expiresAfter duration: Duration? = nil
    ) async throws -> (token: AccessToken, header: String) {
        let issued = try await store.createToken(
            name: name,
            grant: grant,
            expiresAt: duration.map { clock.now + $0 },
            now: clock.now
        )
        let text = try await TokenSigner.sign(issued, gateway: store.gatewayID).revealed
        return (issued.token, "Bearer \(text)")
    }
}
