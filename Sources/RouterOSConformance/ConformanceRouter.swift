public import RouterOSAPI

/// What a router is, without anything that tells whose it is.
public struct ConformanceRouter: Sendable, Hashable {
    /// The version as the router writes it, for example `7.22.3 (stable)`.
    public let versionText: String
    /// The version; 0.0 where it could not be read.
    public let version: RouterOSVersion
    /// The board's name, for example `hAP ax^2`.
    public let board: String
    /// The architecture, for example `arm64`.
    public let architecture: String
    /// Whether it is the simulator of this project, which behaves as we believe that routers do.
    public let isSimulated: Bool
    /// Flash memory that is free, in bytes; nil where the router does not say.
    public let freeFlashBytes: Int64?

    /// Asks a router.
    ///
    /// - Parameter connection: logged in.
    /// - Returns: what it is.
    /// - Throws: what the router answers instead.
    static func read(_ connection: RouterOSConnection) async throws(RouterOSError) -> ConformanceRouter {
        let names = ["version", "board-name", "architecture-name", "platform", "free-hdd-space"]
        let row = try await connection.call(Command("/system/resource/print").proplist(names)).rows.first
        let text = row?.text("version") ?? ""
        return ConformanceRouter(
            versionText: text,
            version: RouterOSVersion(text) ?? RouterOSVersion(0, 0),
            board: row?.text("board-name") ?? "",
            architecture: row?.text("architecture-name") ?? "",
            isSimulated: row?.text("platform")?.contains("gardengate") == true,
            // A size that cannot be read is one that is not known.
            freeFlashBytes: try? row?.byteCount("free-hdd-space")
        )
    }
}
