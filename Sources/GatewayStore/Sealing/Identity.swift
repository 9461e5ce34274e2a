import Crypto
import GatewayDomain

/// What a database is born with: the gateway's id, and the proof of which key file belongs to it.
enum Identity {
    /// Reads both, or makes them in a new database.
    ///
    /// - Parameters:
    ///   - connection: a connection inside a writing transaction.
    ///   - file: the key file.
    ///   - generator: where a new id is drawn from.
    /// - Returns: the sealing, and the id.
    /// - Throws: the reason for which the key file cannot be used.
    static func establish(
        _ connection: any SQLConnection,
        file: KeyFile,
        generator: inout AnyGenerator
    ) throws(StoreError) -> (SecretSealing, GatewayID) {
        if let known = try known(connection, file: file) { return known }
        return try create(connection, file: file, gatewayID: GatewayID(using: &generator))
    }

    /// Reads both; writes nothing.
    ///
    /// - Parameters:
    ///   - connection: a connection inside a transaction.
    ///   - file: the key file.
    /// - Returns: the sealing, and the id; nil in a new database.
    /// - Throws: the reason for which the key file cannot be used.
    static func known(
        _ connection: any SQLConnection,
        file: KeyFile
    ) throws(StoreError) -> (SecretSealing, GatewayID)? {
        guard try connection.hasTable("settings") else { return nil }
        let rows = try connection.query("SELECT name, value FROM settings WHERE name IN ('gateway_id', 'key_check')")
        var settings: [String: String] = [:]
        for row in rows { settings[try row.text("name")] = try row.text("value") }
        guard let id = settings["gateway_id"] else { return nil }
        guard let gatewayID = GatewayID(id) else { throw .damaged("gateway id \"\(id)\"") }
        guard let master = try file.read() else { throw .keyMissing(file: file.path) }
        let sealing = SecretSealing(master: master)
        guard settings["key_check"] == check(sealing, gatewayID) else { throw .keyMismatch(file: file.path) }
        return (sealing, gatewayID)
    }

    private static func create(
        _ connection: any SQLConnection,
        file: KeyFile,
        gatewayID: GatewayID
    ) throws(StoreError) -> (SecretSealing, GatewayID) {
        // Made before the commit: a crash in between leaves a key that the next start takes over.
        let master = if let master = try file.read() { master } else { try file.create() }
        let sealing = SecretSealing(master: master)
        try connection.query(
            "INSERT INTO settings (name, value) VALUES ('gateway_id', $1), ('key_check', $2)",
            [gatewayID.rawValue, check(sealing, gatewayID)]
        )
        return (sealing, gatewayID)
    }

    private static func check(_ sealing: SecretSealing, _ gatewayID: GatewayID) -> String {
        sealing.digest(["key check", gatewayID.rawValue])
    }
}
