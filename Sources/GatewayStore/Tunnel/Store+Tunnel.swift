public import GatewayDomain

extension Store {
    static let tunnelKeyRow = "tunnel"

    /// The gateway's end of the tunnels to its routers.
    ///
    /// - Returns: nil when nobody set it up.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func tunnel() async throws(StoreError) -> Tunnel? {
        try await read { connection throws(StoreError) in try Self.tunnel(connection) }
    }

    /// Sets up the gateway's end; its keys are made the first time and stay.
    ///
    /// - Parameters:
    ///   - endpoint: where routers dial.
    ///   - network: the addresses inside; nil leaves them, or takes the standard ones.
    ///   - listenPort: the UDP port on the gateway's host; nil takes the endpoint's.
    ///   - mtu: the largest packet inside, in bytes; nil leaves it, or takes the standard one.
    ///   - now: the time.
    /// - Returns: the gateway's end from now on.
    /// - Throws: ``StoreError/conflict(_:)`` when routers have addresses of another network, ``StoreError/invalidValue(_:)``.
    public func setTunnel(
        endpoint: TunnelEndpoint,
        network: TunnelNetwork?,
        listenPort: Int?,
        mtu: Int?,
        now: Timestamp
    ) async throws(StoreError) -> Tunnel {
        let listenPort = listenPort ?? endpoint.port
        guard (1...65_535).contains(listenPort) else {
            throw .invalidValue(.outOfBounds(.port, value: Int64(listenPort), bounds: 1...65_535))
        }
        if let mtu, !Tunnel.mtuBounds.contains(mtu) {
            let bounds = Int64(Tunnel.mtuBounds.lowerBound)...Int64(Tunnel.mtuBounds.upperBound)
            throw .invalidValue(.outOfBounds(.mtu, value: Int64(mtu), bounds: bounds))
        }
        let (privateKey, publicKey) = try TunnelKeys.pair()
        let sealedKey = try sealing.seal(privateKey, row: Self.tunnelKeyRow)
        return try await write { connection throws(StoreError) in
            let before = try Self.tunnel(connection)
            let standard = try Self.checkedValue { () throws(PortalValueError) in
                try TunnelNetwork(TunnelNetwork.standard)
            }
            let tunnel = Tunnel(
                network: network ?? before?.network ?? standard,
                endpoint: endpoint,
                listenPort: listenPort,
                mtu: mtu ?? before?.mtu ?? Tunnel.standardMTU,
                publicKey: before?.publicKey ?? publicKey
            )
            if let before, before.network != tunnel.network, try Self.hasTunnelRouters(connection) {
                throw .conflict(
                    "routers have addresses of \(before.network): remove their devices first, or leave the network as it is"
                )
            }
            guard tunnel != before else { return tunnel }
            // Of a pair that is there, both keys stay.
            try connection.query(
                """
                INSERT INTO tunnel (
                    slot, network, endpoint_host, endpoint_port, listen_port, mtu, public_key, sealed_private_key,
                    changed_at
                ) VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (slot) DO UPDATE SET
                    network = excluded.network, endpoint_host = excluded.endpoint_host,
                    endpoint_port = excluded.endpoint_port, listen_port = excluded.listen_port,
                    mtu = excluded.mtu, changed_at = excluded.changed_at
                """,
                [
                    tunnel.network.description, endpoint.host, endpoint.port, tunnel.listenPort, tunnel.mtu,
                    tunnel.publicKey.text, SQLValue.bytes(sealedKey), now,
                ]
            )
            return tunnel
        }
    }

    /// Forgets the gateway's end and its keys.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` while routers dial it.
    public func removeTunnel() async throws(StoreError) {
        try await write { connection throws(StoreError) in
            guard try !Self.hasTunnelRouters(connection) else {
                throw .conflict(
                    "routers dial it: remove each, with gardengate device remove or gateway tunnel remove (gateway tunnel show lists them)"
                )
            }
            try connection.query("DELETE FROM tunnel")
        }
    }

    /// What the gateway's host needs, with its keys.
    ///
    /// - Returns: nil when nobody set it up.
    /// - Throws: ``StoreError`` when the database cannot be read, or the keys cannot be unsealed.
    public func tunnelConfiguration() async throws(StoreError) -> TunnelConfiguration? {
        try await read { [sealing] connection throws(StoreError) in
            guard let tunnel = try Self.tunnel(connection) else { return nil }
            let keys = try connection.query("SELECT sealed_private_key FROM tunnel")
            guard let key = keys.first else { throw .damaged("the tunnel has no key") }
            let peers = try connection.query(
                """
                SELECT r.*, s.name FROM tunnel_routers AS r JOIN sites AS s ON s.id = r.site_id
                ORDER BY s.name, r.address
                """
            ) { row throws(StoreError) in
                let router = try TunnelRouter(row: row)
                return TunnelConfiguration.Peer(
                    router: router,
                    presharedKey: try sealing.open(
                        try row.bytes("sealed_preshared_key"),
                        row: Self.sealedRow(of: router.address)
                    ),
                    title: try row.text("name")
                )
            }
            return TunnelConfiguration(
                tunnel: tunnel,
                privateKey: try sealing.open(try key.bytes("sealed_private_key"), row: Self.tunnelKeyRow),
                peers: peers
            )
        }
    }

    static func tunnel(_ connection: any SQLConnection) throws(StoreError) -> Tunnel? {
        try connection.query(
            "SELECT network, endpoint_host, endpoint_port, listen_port, mtu, public_key FROM tunnel"
        ) { row throws(StoreError) in
            guard let key = TunnelKey(try row.text("public_key")) else { throw .damaged("the tunnel's key") }
            let (network, host) = (try row.text("network"), try row.text("endpoint_host"))
            let (port, listenPort) = (Int(try row.integer("endpoint_port")), Int(try row.integer("listen_port")))
            let mtu = Int(try row.integer("mtu"))
            do throws(PortalValueError) {
                return Tunnel(
                    network: try TunnelNetwork(network),
                    endpoint: try TunnelEndpoint(host: host, port: port),
                    listenPort: listenPort,
                    mtu: mtu,
                    publicKey: key
                )
            } catch {
                throw .damaged("the tunnel: \(error)")
            }
        }.first
    }

    static func sealedRow(of address: String) -> String { "tunnel router \(address)" }

    private static func hasTunnelRouters(_ connection: any SQLConnection) throws(StoreError) -> Bool {
        try !connection.query("SELECT address FROM tunnel_routers LIMIT 1").isEmpty
    }
}

extension TunnelRouter {
    init(row: SQLRow) throws(StoreError) {
        guard let key = TunnelKey(try row.text("public_key")) else { throw .damaged("a router's key") }
        self.init(
            address: try row.text("address"),
            site: try row.id("site_id"),
            publicKey: key,
            createdAt: try row.time("created_at")
        )
    }
}
