import GatewayDomain

/// What one line of a file says.
struct ImportedLine {
    enum Content {
        /// Nothing about a login.
        case passedOver
        /// Nothing that can be made sense of, and why.
        case unreadable(String)
        /// A login or a logout.
        case login(ImportedLogin)
    }

    /// Counted from 1.
    var number: Int
    var content: Content
}

/// A login or a logout as a file tells it.
struct ImportedLogin {
    /// The name that was used; several when the line does not tell where it begins, the likeliest first.
    var users: [String]
    var event = RedemptionReport.Event.login
    /// When it happened, by the words of the file.
    var timeText: String
    /// When it happened, or nil where that cannot be.
    var at: Timestamp?
    var endCause: String?
    var macAddress: String?
    var address: String?
    /// The site that the line names, by its id or its name.
    var site: String?
    /// The device that the line names, by its id or its host.
    var device: String?
    var uptimeSeconds: Int64?
    var bytesIn: Int64?
    var bytesOut: Int64?
}

/// Which times can be.
struct ImportTimes {
    /// Routers that have no clock begin in 1970; nobody imports what is older than any version of RouterOS that is in use.
    private static let earliest = Timestamp(seconds: 1_262_304_000)
    /// A clock may be in another zone than somebody said.
    private static let slack = Duration.seconds(86_400)

    let now: Timestamp

    func canBe(_ time: Timestamp) -> Bool {
        time >= Self.earliest && time <= now + Self.slack
    }
}
