import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct TunnelTests {
    private static let now = World.start

    private static func world(_ network: String? = nil) async throws -> World {
        let world = try await World()
        _ = try await set(world.store, network: network)
        return world
    }

    @discardableResult
    private static func set(
        _ store: Store,
        _ endpoint: String = "vpn.example.com:51820",
        network: String? = nil,
        mtu: Int? = nil
    ) async throws -> Tunnel {
        try await store.setTunnel(
            endpoint: try TunnelEndpoint(endpoint),
            network: try network.map { try TunnelNetwork($0) },
            listenPort: nil,
            mtu: mtu,
            now: now
        )
    }

    @Test func `the gateway's keys are made once, whatever else changes`() async throws {
        let world = try await World()
        #expect(try await world.store.tunnel() == nil)
        #expect(try await world.store.tunnelConfiguration() == nil)
        let first = try await Self.set(world.store)
        #expect(first.network.description == "10.213.0.0/16" && first.listenPort == 51_820 && first.mtu == 1280)
        let key = try #require(try await world.store.tunnelConfiguration()).privateKey
        let second = try await Self.set(world.store, "192.0.2.1:443", network: "10.99.0.0/24", mtu: 1420)
        #expect(second.publicKey == first.publicKey)
        #expect(try await world.store.tunnelConfiguration()?.privateKey == key)
        #expect(try await world.store.tunnel() == second)
        // What is not said stays.
        let third = try await Self.set(world.store, "192.0.2.1:443")
        #expect((third.network, third.mtu) == (second.network, 1420))
        await #expect(throws: StoreError.self) { try await Self.set(world.store, mtu: 1421) }
    }

    @Test func `each router has an address and keys of its own`() async throws {
        let world = try await Self.world()
        let one = try await world.store.admitTunnelRouter(at: world.harbour.id, now: Self.now)
        let two = try await world.store.admitTunnelRouter(at: world.museum.id, now: Self.now)
        #expect([one, two].map(\.router.address) == ["10.213.0.2", "10.213.0.3"])
        #expect(Set([one, two].map(\.router.publicKey)).count == 2)
        #expect(Set([one, two].map(\.presharedKey)).count == 2)
        #expect(one.privateKey != nil && one.privateKey != two.privateKey)
        let file = try #require(try await world.store.tunnelConfiguration())
        #expect(file.peers.map(\.title) == ["Harbour", "Museum"])
        #expect(file.peers.map(\.router) == [one.router, two.router])
        #expect(file.peers.map(\.presharedKey) == [one.presharedKey, two.presharedKey])
    }

    @Test func `no key is in the database as it is, and a router's private key only until it is a device`() async throws
    {
        let world = try await Self.world()
        let router = try await world.store.admitTunnelRouter(at: world.harbour.id, now: Self.now)
        let file = try #require(try await world.store.tunnelConfiguration())
        let sealed = { () async throws -> [[UInt8]] in
            try await world.store.read { connection throws(StoreError) in
                try connection.query(
                    """
                    SELECT sealed_private_key AS sealed FROM tunnel
                    UNION ALL SELECT sealed_preshared_key FROM tunnel_routers
                    UNION ALL SELECT sealed_private_key FROM tunnel_routers WHERE sealed_private_key IS NOT NULL
                    """
                ) { row throws(StoreError) in try row.bytes("sealed") }
            }
        }
        let kept = try await sealed()
        #expect(kept.count == 3)
        for secret in [file.privateKey, router.presharedKey, try #require(router.privateKey)] {
            let bytes = Array(secret.revealed.utf8)
            #expect(kept.allSatisfy { !$0.contains(bytes) })
        }
        _ = try await World.device(router.router.address, at: world.harbour, world.store)
        #expect(try await sealed().count == 2)
    }

    @Test func `a router that is no device yet is told the same again, unless it is to have new keys`() async throws {
        let world = try await Self.world()
        let (store, site) = (world.store, world.harbour.id)
        let first = try await store.admitTunnelRouter(at: site, now: Self.now)
        let address = first.router.address
        let later = Self.now + .seconds(60)
        #expect(try await store.admitTunnelRouter(at: site, address: address, now: later) == first)
        // Where routers dial is told as it is now.
        let tunnel = try await Self.set(store, "other.example.com:443")
        let again = try await store.admitTunnelRouter(at: site, address: address, now: later)
        #expect(again.tunnel == tunnel && again.privateKey == first.privateKey)
        let renewed = try await store.admitTunnelRouter(at: site, address: address, renews: true, now: later)
        #expect(renewed.router.address == address && renewed.privateKey != first.privateKey)
        _ = try await World.device(address, at: world.harbour, store)
        // A device has its private key, and keeps it unless it is said to have lost it.
        let told = try await store.admitTunnelRouter(at: site, address: address, now: later)
        #expect(told.router == renewed.router && told.presharedKey == renewed.presharedKey)
        #expect(told.privateKey == nil)
        let replaced = try await store.admitTunnelRouter(at: site, address: address, renews: true, now: later)
        #expect(replaced.router.address == address && replaced.router.publicKey != renewed.router.publicKey)
        #expect(try await store.admitTunnelRouter(at: site, address: address, now: later) == replaced)
    }

    @Test func `a router that is given new keys keeps its address, and only at its site`() async throws {
        let world = try await Self.world()
        let store = world.store
        let before = try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now)
        let after = try await store.admitTunnelRouter(
            at: world.harbour.id,
            address: "10.213.0.2",
            renews: true,
            now: Self.now
        )
        #expect(after.router.address == before.router.address)
        #expect(after.router.publicKey != before.router.publicKey)
        #expect(try await store.tunnelRouters() == [after.router])
        await #expect(throws: StoreError.self) {
            try await store.admitTunnelRouter(at: world.museum.id, address: "10.213.0.2", now: Self.now)
        }
        await #expect(throws: StoreError.notFound(kind: .tunnelRouter, reference: "10.213.0.9")) {
            try await store.admitTunnelRouter(at: world.harbour.id, address: "10.213.0.9", now: Self.now)
        }
        await #expect(throws: StoreError.self) { try await store.admitTunnelRouter(at: Site.ID("none"), now: Self.now) }
    }

    @Test func `a router that made its own keys tells one of them, which nobody else has`() async throws {
        let world = try await Self.world()
        let store = world.store
        let key = try #require(TunnelKey("YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="))
        let router = try await store.admitTunnelRouter(at: world.harbour.id, publicKey: key, now: Self.now)
        #expect(router.privateKey == nil && router.router.publicKey == key)
        let gateway = try #require(try await store.tunnel()).publicKey
        for taken in [key, gateway] {
            await #expect(throws: StoreError.self) {
                try await store.admitTunnelRouter(at: world.museum.id, publicKey: taken, now: Self.now)
            }
        }
        // The same router again.
        let again = try await store.admitTunnelRouter(
            at: world.harbour.id,
            address: router.router.address,
            publicKey: key,
            now: Self.now
        )
        #expect(again.router == router.router && again.presharedKey != router.presharedKey)
    }

    @Test func `a full network says so, and an address that is given back is given out again`() async throws {
        let world = try await Self.world("192.168.99.0/29")
        let store = world.store
        for _ in 0..<5 { _ = try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now) }
        await #expect(throws: StoreError.self) {
            try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now)
        }
        try await store.removeTunnelRouter("192.168.99.4")
        let next = try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now)
        #expect(next.router.address == "192.168.99.4")
        await #expect(throws: StoreError.self) { try await store.removeTunnelRouter("192.168.99.7") }
    }

    @Test func `a device takes its end of the tunnel with it, and nothing else does while it is there`() async throws {
        let world = try await Self.world()
        let store = world.store
        let router = try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now).router
        let device = try await World.device(router.address, at: world.harbour, store)
        await #expect(throws: StoreError.self) { try await store.removeTunnelRouter(router.address) }
        try await store.removeDevice(world.museumDevice.id)
        #expect(try await store.tunnelRouters() == [router])
        try await store.removeDevice(device.id)
        #expect(try await store.tunnelRouters() == [])
    }

    @Test func `a site that is removed takes routers with it that never came`() async throws {
        let world = try await Self.world()
        let store = world.store
        _ = try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now)
        let other = try await store.admitTunnelRouter(at: world.museum.id, now: Self.now).router
        try await store.removeDevice(world.harbourDevice.id)
        try await store.removeSite(world.harbour.id, now: Self.now)
        #expect(try await store.tunnelRouters() == [other])
    }

    @Test func `network and keys stay as long as a router knows them`() async throws {
        let world = try await Self.world()
        let store = world.store
        let router = try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now).router
        await #expect(throws: StoreError.self) { try await Self.set(store, network: "10.99.0.0/24") }
        await #expect(throws: StoreError.self) { try await store.removeTunnel() }
        #expect(try await Self.set(store, "other.example.com:51820").network.description == "10.213.0.0/16")
        try await store.removeTunnelRouter(router.address)
        let before = try #require(try await store.tunnel()).publicKey
        try await store.removeTunnel()
        #expect(try await store.tunnel() == nil)
        await #expect(throws: StoreError.self) {
            try await store.admitTunnelRouter(at: world.harbour.id, now: Self.now)
        }
        #expect(try await Self.set(store, network: "10.99.0.0/24").publicKey != before)
    }
}
