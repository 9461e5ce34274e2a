import GatewayDomain

extension Store {
    /// The key that links to coupons are signed with.
    ///
    /// It is drawn when it is first needed, and kept for as long as the database: sealed, so that a copy of the database alone
    /// makes no links.
    ///
    /// - Returns: the key.
    /// - Throws: ``StoreError`` when the database cannot be used.
    public func couponLinkKey() async throws(StoreError) -> CouponLinkKey {
        let known = try await read { [sealing] connection throws(StoreError) in
            try Self.linkSecret(connection, sealing)
        }
        if let known { return CouponLinkKey(known) }
        let fresh = draw { generator in
            (0..<4).map { _ in
                let digits = String(generator.next(), radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        }
        let sealed = try sealing.seal(Secret(fresh), row: Self.linkKeyName)
        let secret = try await write { [sealing] connection throws(StoreError) in
            // Another process may have drawn one meanwhile; then that one holds.
            try connection.query(
                "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                [Self.linkKeyName, sealed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()]
            )
            return try Self.linkSecret(connection, sealing)
        }
        guard let secret else { throw .damaged("the key of links is gone") }
        return CouponLinkKey(secret)
    }

    private static let linkKeyName = "coupon_link_key"

    private static func linkSecret(
        _ connection: any SQLConnection,
        _ sealing: SecretSealing
    ) throws(StoreError) -> Secret? {
        let rows = try connection.query("SELECT value FROM settings WHERE name = $1", [linkKeyName])
        guard let digits = try rows.first?.text("value").utf8 else { return nil }
        var sealed: [UInt8] = []
        var rest = digits[...]
        while !rest.isEmpty {
            guard let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                throw .damaged("the key of links cannot be read")
            }
            sealed.append(byte)
            rest = rest.dropFirst(2)
        }
        return try sealing.open(sealed, row: linkKeyName)
    }
}
