/// Where the store keeps its data, and where its randomness comes from.
public struct StoreConfiguration: Sendable {
    /// The database file.
    ///
    /// Beside it SQLite keeps `-wal` and `-shm` files while it is open.
    public var path: String
    /// The file of the key that seals secrets; made on first start.
    ///
    /// Default: the path with `.key` behind it.
    public var keyFile: String
    /// Whether missing folders of the database file are made, for the owner only.
    ///
    /// Default: true.
    public var createsFolder: Bool
    /// Where ids, codes and the gateway's id are drawn from.
    ///
    /// Default: the system's cryptographic generator. The key is
    /// always drawn from the system.
    public var generator: any RandomNumberGenerator & Sendable

    /// Makes a configuration.
    ///
    /// - Parameters:
    ///   - path: the database file.
    ///   - keyFile: the key file; nil for the path with `.key` behind it.
    public init(path: String, keyFile: String? = nil) {
        self.path = path
        self.keyFile = keyFile ?? path + ".key"
        self.createsFolder = true
        self.generator = SystemRandomNumberGenerator()
    }
}
