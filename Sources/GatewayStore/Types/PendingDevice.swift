public import GatewayDomain

/// A router that is being set up and was not seen yet.
public struct PendingDevice: Hashable, Sendable {
    /// What the device will be called by.
    public let id: Device.ID
    /// Where it will be.
    public let site: Site.ID
    /// Its name or address.
    public let host: String
    /// Its port.
    public let port: Int
    /// The account that the set-up makes on it.
    public let user: String
    /// The account's password.
    public let password: Secret
    /// When it was given that password.
    public let begunAt: Timestamp
}

extension PendingDevice {
    init(row: SQLRow, sealing: SecretSealing) throws(StoreError) {
        id = try row.id("id", of: Device.self)
        site = try row.id("site_id", of: Site.self)
        host = try row.text("host")
        port = Int(try row.integer("port"))
        user = try row.text("user_name")
        password = try sealing.open(try row.bytes("sealed_password"), row: id.rawValue)
        begunAt = try row.time("created_at")
    }
}
