/// Why a value that somebody gave cannot be taken: which field, what its bounds are, what to do.
public enum PortalValueError: Error, Hashable, Sendable {
    /// The fields that can be wrong.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        /// The name of an instance, a site, a walled-garden entry or a hotspot user.
        case name
        /// How long access lasts.
        case sessionTTL = "session_ttl"
        /// How many characters a code has.
        case codeLength = "code_length"
        /// How many devices share a code.
        case devicePolicy = "device_policy"
        /// A rate limit.
        case rateLimit = "rate_limit"
        /// What people wrote down about a coupon.
        case note
        /// A password.
        case password
        /// A user profile of the router's own.
        case profile
        /// Online time in all.
        case uptimeLimit = "uptime_limit"
        /// Bytes in all.
        case dataLimit = "data_limit"
        /// Host name or address.
        case host
        /// The address that a device's syslog lines come from.
        case syslogSource = "syslog_source"
        /// A TCP port, or ports of a walled-garden entry.
        case port
        /// An account on a router.
        case user
        /// `tcp`, `udp` or another IP protocol.
        case transport = "protocol"
        /// An HTTP method.
        case method
        /// The path of a URL.
        case path
        /// Where guests log in with an account elsewhere.
        case authIntegration = "auth_integration_id"
        /// How long that may take.
        case authWindow = "auth_window_ttl"
        /// What guests agree to.
        case terms = "terms_text"
        /// The address of an image.
        case logo = "theme.logo"
        /// The address of a small image.
        case icon = "theme.icon"
        /// The colour of text on the accent colour.
        case accentText = "theme.accent_text"
        /// The colour of buttons and links.
        case accentColor = "theme.accent_color"
        /// The colour of text.
        case textColor = "theme.text_color"
        /// The colour of less important text.
        case secondaryTextColor = "theme.secondary_text_color"
        /// The colour behind everything.
        case backgroundColor = "theme.background_color"
        /// The colour of lines.
        case borderColor = "theme.border_color"
        /// The colour of boxes.
        case boxColor = "theme.box_color"
        /// What the codes of a template begin with.
        case prefix
        /// What the codes of a template end with.
        case suffix
        /// How many characters of a template's codes are drawn.
        case randomLength = "random_length"
        /// The mask of a template's codes.
        case pattern
        /// How many codes a template may make.
        case maximum
        /// For how many minutes codes can be redeemed.
        case minutesValid = "minutes_valid"
        /// Until when a token is good.
        case expiry = "expires_at"
        /// How many coupons a run of a schedule makes.
        case count
        /// How often a schedule runs.
        case recurrence = "recurrence_type"
        /// The day of a schedule's weekly run.
        case dayOfWeek = "day_of_week"
        /// The day of a schedule's monthly run.
        case dayOfMonth = "day_of_month"
        /// For how many minutes the coupons of a schedule can be redeemed.
        case validForMinutes = "valid_for_in_minutes"
        /// The time zone of a schedule.
        case timeZone = "timezone"
        /// When a schedule runs.
        case timeOfDay = "time_of_day"
        /// The times at which the routers of a site may be written to.
        case windows
        /// The days of such a time.
        case days
        /// When such a time begins.
        case windowStart = "from"
        /// When such a time ends.
        case windowEnd = "to"
        /// Who is told of a schedule's coupons.
        case notificationGroup = "notification_group_id"
        /// The address of a webhook, or of the gateway.
        case url
        /// The authority by which routers know the gateway.
        case authority
        /// Where routers dial their tunnel.
        case endpoint
        /// The addresses inside tunnels.
        case network
        /// The largest packet inside a tunnel.
        case mtu
    }

    /// Nothing was given.
    case empty(Field)
    /// It is needed because of what another field says.
    case missing(Field, because: String)
    /// It has more bytes than allowed.
    case tooLong(Field, bytesMaximum: Int)
    /// It holds a control character.
    case controlCharacter(Field)
    /// It begins or ends with a space.
    case outerSpace(Field)
    /// A number lies outside of its bounds.
    case outOfBounds(Field, value: Int64, bounds: ClosedRange<Int64>)
    /// It cannot be read.
    case unreadable(Field, value: String, expected: String)
    /// It makes no sense without, or together with, another field.
    case combination(Field, problem: String, remedy: String)

    /// The field that is wrong.
    public var field: Field {
        switch self {
        case .empty(let field), .missing(let field, _), .tooLong(let field, _), .controlCharacter(let field),
            .outerSpace(let field), .outOfBounds(let field, _, _), .unreadable(let field, _, _),
            .combination(let field, _, _):
            field
        }
    }

    /// A bounded, constant name of the case, for metrics and clients.
    public var label: String {
        switch self {
        case .empty: "empty"
        case .missing: "missing"
        case .tooLong: "too_long"
        case .controlCharacter: "control_character"
        case .outerSpace: "outer_space"
        case .outOfBounds: "out_of_bounds"
        case .unreadable: "unreadable"
        case .combination: "combination"
        }
    }
}

extension PortalValueError: CustomStringConvertible {
    /// What is wrong, with the field, its bounds and the remedy, as one sentence.
    public var description: String {
        let name = field.rawValue
        switch self {
        case .empty:
            return "\(name) is empty; give at least one character"
        case .missing(_, let reason):
            return "\(name) is missing; give it, since \(reason)"
        case .tooLong(_, let maximum):
            return "\(name) is longer than \(maximum) bytes; shorten it"
        case .controlCharacter:
            return "\(name) holds a control character or line break; remove it"
        case .outerSpace:
            return "\(name) begins or ends with a space; remove it"
        case .outOfBounds(_, let value, let bounds):
            return "\(name) is \(value), but must be \(bounds.lowerBound) to \(bounds.upperBound)"
        case .unreadable(_, let value, let expected):
            return "\(name) \"\(value)\" cannot be read; give \(expected)"
        case .combination(_, let problem, let remedy):
            return "\(name): \(problem); \(remedy)"
        }
    }
}
