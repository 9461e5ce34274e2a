public import GatewayDomain

/// What somebody who imports a file says about it.
public struct ImportOptions: Sendable {
    /// The zone that the clock of the router, or of the syslog server, shows: its full name in the IANA database.
    ///
    /// Default: `UTC`.
    public var timeZone = "UTC"
    /// The year of the first line whose time has none; nil finds the latest that is possible.
    public var year: Int64?
    /// How it is written; nil finds out.
    public var format: ImportFormat?
    /// Whether it is only said what importing would do.
    public var isDryRun = false
    /// When it was written at the latest; nil is now.
    ///
    /// Times without a day are of its day, times without a year of the year that it closes.
    public var writtenBy: Timestamp?

    /// So many logins are recorded in one transaction: others get their turn at writing in between.
    ///
    /// Rows have random ids, so that each touches pages of its own in every index; the more rows share a transaction, the fewer pages
    /// are written twice.
    var loginsPerTransaction = 1000

    /// Which years can be said.
    public static let yearBounds: ClosedRange<Int64> = 2000...2100

    /// Nothing is said: everything is found out.
    public init() {}
}
