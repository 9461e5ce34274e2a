/// A login or logout as a router's script tells it.
///
/// Only what happened to whom has to be there. Everything else is taken where it can be read, and left out with a note where
/// it cannot: an event is never lost to a missing address or to a wrong clock.
public struct RouterEvent: Hashable, Sendable {
    /// How long a name may be, in bytes.
    public static let userBytesMaximum = 256
    /// How long other texts are kept, in characters.
    static let textLimit = 100

    /// The id of the device that the script was made for.
    public var device: Device.ID?
    /// What happened.
    public var event: RedemptionReport.Event
    /// The hotspot user's name.
    public var user: String
    /// The guest's device, upper case with colons.
    public var macAddress: String?
    /// The guest's address.
    public var address: String?
    /// When it happened, in seconds since 1970 by the router's clock.
    public var time: Int64?
    /// What the router's clock showed when it sent the event, in seconds since 1970.
    public var clock: Int64?
    /// How long the router had been on when it happened, in seconds.
    public var routerUptime: Int64?
    /// How long the router had been on when it sent the event, in seconds.
    public var routerUptimeNow: Int64?
    /// The router's own number of the event.
    public var number: String?
    /// How long the guest was online, in seconds.
    public var uptimeSeconds: Int64?
    /// Bytes that the guest sent.
    public var bytesIn: Int64?
    /// Bytes that the guest received.
    public var bytesOut: Int64?
    /// Why a logout happened, as the router words it.
    public var cause: String?
    /// What of the event could not be taken as it was, in words for whoever writes the script.
    public private(set) var notes: [String] = []

    /// Reads an event.
    ///
    /// - Parameter fields: its values by name; names that nobody knows are passed over, for the scripts of tomorrow.
    /// - Throws: why it cannot be recorded.
    public init(_ fields: [String: RouterEventField]) throws(RouterEventProblem) {
        let value = { (name: String) -> RouterEventField? in
            guard let field = fields[name] else { return nil }
            let text = Self.trimmed(field.text)
            return text.isEmpty ? nil : RouterEventField(text, isNumber: field.isNumber)
        }
        switch value("event")?.text.lowercased() {
        case nil, "login": event = .login
        case "logout": event = .logout
        case let other?: throw .eventUnknown(other)
        }
        user = try Self.user(value("user"))
        if user != value("user")?.text { notes.append("user: control characters; replaced") }
        if value("user")?.isNumber == true {
            notes.append("user: a number has no zeros in front; send a string, or a form")
        }
        macAddress = taken(
            value("mac"),
            "mac",
            "no MAC address",
            none: RouterOSText.noMACAddress,
            RouterOSText.macAddress
        )
        address = taken(value("ip"), "ip", "no IP address", none: "0.0.0.0", RouterOSText.ipAddress)
        time = taken(value("time"), "time", "no seconds since 1970", RouterOSText.scriptSeconds)
        clock = taken(value("now"), "now", "no seconds since 1970", RouterOSText.scriptSeconds)
        routerUptime = taken(value("up"), "up", "no length of time", Self.uptime)
        routerUptimeNow = taken(value("up_now"), "up_now", "no length of time", Self.uptime)
        uptimeSeconds = taken(value("uptime"), "uptime", "no length of time", Self.uptime)
        bytesIn = taken(value("bytes_in"), "bytes_in", "no number of bytes", Self.count)
        bytesOut = taken(value("bytes_out"), "bytes_out", "no number of bytes", Self.count)
        device = value("device").map { Device.ID($0.text) }
        number = value("id").map { String(Self.line($0.text).prefix(Self.textLimit)) }
        cause = value("cause").map { String(Self.line($0.text).prefix(Self.textLimit)) }
    }

    /// Reads a value where it can be read, and notes it where it cannot.
    private mutating func taken<Value>(
        _ field: RouterEventField?,
        _ name: String,
        _ problem: String,
        none: String? = nil,
        _ read: (String) -> Value?
    ) -> Value? {
        guard let field, field.text != none else { return nil }
        let value = read(field.text)
        if value == nil { notes.append("\(name): \(problem); left out") }
        return value
    }

    private static func user(_ field: RouterEventField?) throws(RouterEventProblem) -> String {
        guard let field else { throw .userMissing }
        let user = field.text
        if field.isNumber {
            // A number of JSON is exact up to 15 digits (RFC 8259, section 6, and IEEE 754).
            guard (1...15).contains(user.utf8.count), user.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw .userLost
            }
        }
        guard user.utf8.count <= userBytesMaximum else { throw .userTooLong }
        return line(user)
    }

    private static func uptime(_ text: String) -> Int64? {
        // No router runs for a century.
        RouterOSText.scriptSeconds(text).flatMap { $0 <= 3_155_760_000 ? $0 : nil }
    }

    private static func count(_ text: String) -> Int64? {
        let whole = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = whole.first, whole.count == 1 || whole[1].allSatisfy({ $0 == "0" }),
            let count = Int64(first), count >= 0
        else { return nil }
        return count
    }

    private static func trimmed(_ text: String) -> String {
        let tail = text.drop { $0.isWhitespace }
        return String(tail.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The text on one line, without characters that could steer a terminal or begin another line of a log.
    static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append("\u{FFFD}")
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}
