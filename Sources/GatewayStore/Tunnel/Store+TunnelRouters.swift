public import GatewayDomain

extension Store {
    /// The routers that dial the gateway, by address.
    ///
    /// - Returns: the routers, those too that were never seen.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func tunnelRouters() async throws(StoreError) -> [TunnelRouter] {
        let routers = try await read { connection throws(StoreError) in
            try connection.query("SELECT * FROM tunnel_routers", as: TunnelRouter.init(row:))
        }
        return routers.sorted { Subnet.address($0.address) ?? 0 < Subnet.address($1.address) ?? 0 }
    }

    /// Gives a router an address and keys.
    ///
    /// - Parameters:
    ///   - site: where it stands.
    ///   - address: the address of a router that has one; nil for a new router.
    ///   - publicKey: the public key of a router that made its own pair; nil to make one for it.
    ///   - renews: whether a router that has keys gets new ones; otherwise it is told the same again. Whoever uses the old ones is out as
    ///     soon as the gateway's host is told.
    ///   - now: the time.
    /// - Returns: what the router is to be told. Its private key is kept until it is a device, which has it then and is not told it again.
    /// - Throws: ``StoreError/conflict(_:)`` without a tunnel, when no address is free, when another router has that key, or when the address
    ///   is no router's of this site; ``StoreError/notFound(kind:reference:)`` without such a site or address.
    public func admitTunnelRouter(
        at site: Site.ID,
        address: String? = nil,
        publicKey: TunnelKey? = nil,
        renews: Bool = false,
        now: Timestamp
    ) async throws(StoreError) -> TunnelAdmission {
        let made = try publicKey == nil ? TunnelKeys.pair() : nil
        guard let key = publicKey ?? made?.publicKey else { throw .damaged("a router without a key") }
        let shared = TunnelKeys.shared()
        return try await write { [sealing] connection throws(StoreError) in
            try Self.checkSite(connection, site)
            guard let tunnel = try Self.tunnel(connection) else {
                throw .conflict("nobody said where routers dial: gardengate gateway tunnel set --endpoint HOST:PORT")
            }
            let routers = try connection.query("SELECT * FROM tunnel_routers", as: TunnelRouter.init(row:))
            let place = try Self.place(address, at: site, in: tunnel.network, beside: routers)
            if publicKey == nil, !renews, address != nil,
                let kept = try Self.admission(connection, at: place, tunnel, sealing)
            {
                return kept
            }
            guard !routers.contains(where: { $0.publicKey == key && $0.address != place }), key != tunnel.publicKey
            else {
                throw .conflict("\(key) is the key of another end of the tunnel: each router has its own")
            }
            let admission = TunnelAdmission(
                tunnel: tunnel,
                router: TunnelRouter(address: place, site: site, publicKey: key, createdAt: now),
                privateKey: made?.privateKey,
                presharedKey: shared
            )
            try Self.keep(connection, admission, sealing)
            return admission
        }
    }

    /// Lets a router dial no more; its address is free.
    ///
    /// - Parameter address: its address inside.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a router, ``StoreError/conflict(_:)`` while a device has that host.
    public func removeTunnelRouter(_ address: String) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            guard try connection.query("SELECT id FROM devices WHERE host = $1", [address]).isEmpty else {
                throw .conflict("a device is reached at \(address): gardengate device remove \(address) removes both")
            }
            let removed = try Self.removeTunnelRouter(connection, at: address)
            guard removed else { throw .notFound(kind: .tunnelRouter, reference: address) }
        }
    }

    /// Lets the router that was at a host dial no more, unless a device has that host still.
    @discardableResult
    static func removeTunnelRouter(_ connection: any SQLConnection, at host: String) throws(StoreError) -> Bool {
        let removed = try connection.query(
            """
            DELETE FROM tunnel_routers WHERE address = $1 AND NOT EXISTS (SELECT 1 FROM devices WHERE host = $1)
            RETURNING address
            """,
            [host]
        )
        return !removed.isEmpty
    }

    /// Forgets the private key of the router at a host, which is a device now and knows it.
    static func forgetTunnelKey(_ connection: any SQLConnection, at host: String) throws(StoreError) {
        try connection.query(
            "UPDATE tunnel_routers SET sealed_private_key = NULL WHERE address = $1 AND sealed_private_key IS NOT NULL",
            [host]
        )
    }

    private static func keep(
        _ connection: any SQLConnection,
        _ admission: TunnelAdmission,
        _ sealing: SecretSealing
    ) throws(StoreError) {
        let router = admission.router
        var sealedKey = SQLValue.null
        if let key = admission.privateKey {
            sealedKey = .bytes(try sealing.seal(key, row: ownKeyRow(of: router.address)))
        }
        try connection.query(
            """
            INSERT INTO tunnel_routers (
                address, site_id, public_key, sealed_preshared_key, sealed_private_key, created_at
            ) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (address) DO UPDATE SET
                public_key = excluded.public_key, sealed_preshared_key = excluded.sealed_preshared_key,
                sealed_private_key = excluded.sealed_private_key, created_at = excluded.created_at
            """,
            [
                router.address, router.site, router.publicKey.text,
                SQLValue.bytes(try sealing.seal(admission.presharedKey, row: sealedRow(of: router.address))), sealedKey,
                router.createdAt,
            ]
        )
    }

    /// What a router was told; without its private key once it is a device.
    private static func admission(
        _ connection: any SQLConnection,
        at address: String,
        _ tunnel: Tunnel,
        _ sealing: SecretSealing
    ) throws(StoreError) -> TunnelAdmission? {
        let kept = try connection.query(
            "SELECT * FROM tunnel_routers WHERE address = $1",
            [address]
        )
        guard let row = kept.first else { return nil }
        var privateKey: Secret?
        if let sealed = try row.optionalBytes("sealed_private_key") {
            privateKey = try sealing.open(sealed, row: ownKeyRow(of: address))
        }
        return TunnelAdmission(
            tunnel: tunnel,
            router: try TunnelRouter(row: row),
            privateKey: privateKey,
            presharedKey: try sealing.open(try row.bytes("sealed_preshared_key"), row: sealedRow(of: address))
        )
    }

    private static func ownKeyRow(of address: String) -> String { "tunnel router's own \(address)" }

    private static func place(
        _ address: String?,
        at site: Site.ID,
        in network: TunnelNetwork,
        beside routers: [TunnelRouter]
    ) throws(StoreError) -> String {
        if let address {
            guard let router = routers.first(where: { $0.address == address }) else {
                throw .notFound(kind: .tunnelRouter, reference: address)
            }
            guard router.site == site else {
                throw .conflict("the router at \(address) stands at another site: name that, or leave the address out")
            }
            return address
        }
        guard let free = network.freeAddress(besides: Set(routers.map(\.address))) else {
            throw .conflict(
                "\(network) has no address left for another router: remove devices that are gone, or set up a larger network"
            )
        }
        return free
    }
}
