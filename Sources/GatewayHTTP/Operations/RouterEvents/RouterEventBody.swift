import GatewayDomain
import HTTPTypes
import NIOCore

/// Reads the events of a body: JSON, or a form with one event a line.
///
/// What it is stands in its first character. RouterOS's `/tool fetch` says `application/x-www-form-urlencoded` of whatever it sends, unless
/// its script names another type (manual, "Fetch").
enum RouterEventBody {
    /// Bytes of a body: what `/tool fetch` can send at most.
    static let bytesMaximum = 64 << 10
    /// Events of a body.
    static let eventsMaximum = 500

    typealias Event = Result<RouterEvent, RouterEventProblem>

    /// The events of a request, each by itself.
    ///
    /// - Parameter request: the request.
    /// - Returns: for each event what it says, or why it cannot be recorded.
    /// - Throws: ``APIError`` when the body as a whole cannot be read.
    static func events(of request: APIRequest) throws(APIError) -> [Event] {
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            throw APIError(.bodyInvalid, "The body is compressed; send it as it is.")
        }
        let bytes = request.body.readableBytesView
        let first = bytes.first { !isSpace($0) }
        guard let first else {
            throw APIError(.bodyMissing, "This operation takes events as its body, and none was sent.")
        }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        let events = isJSON ? try json(bytes) : forms(bytes)
        guard events.count <= eventsMaximum else {
            throw APIError(
                .bodyTooLarge,
                "The body has more than \(eventsMaximum) events; send them in several requests."
            )
        }
        return events
    }

    // MARK: - Forms

    private static func forms(_ bytes: ByteBufferView) -> [Event] {
        bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.filter { !$0.allSatisfy(isSpace) }.map {
            line in
            Event { () throws(RouterEventProblem) in
                var fields: [String: RouterEventField] = [:]
                for (name, value) in FormLine.pairs(line) {
                    let name = RouterEventField.name(name)
                    if let other = fields[name], other.text != value { throw .fieldTwice(name) }
                    fields[name] = RouterEventField(value)
                }
                return try RouterEvent(fields)
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }

    // MARK: - JSON

    private static func json(_ bytes: ByteBufferView) throws(APIError) -> [Event] {
        switch try value(bytes) {
        case .array(let elements):
            return elements.map { event($0) }
        case .object(let members):
            guard let events = members.last(where: { $0.name == "events" })?.value else {
                return [event(.object(members))]
            }
            guard case .array(let elements) = events else { throw .invalid("events", "must be an array of objects") }
            var shared: [String: RouterEventField] = [:]
            for name in ["now", "up_now"] {
                shared[name] = members.last { $0.name == name }.flatMap { field($0.value) }
            }
            return elements.map { event($0, shared) }
        default:
            throw unreadable
        }
    }

    private static func value(_ bytes: ByteBufferView) throws(APIError) -> JSON {
        do throws(JSONError) {
            // Also what is no UTF-8: the names of guests may come in the code page of somebody's PC.
            return try JSON(reading: Array(RouterOSText.text(bytes).utf8))
        } catch {
            throw unreadable
        }
    }

    private static var unreadable: APIError {
        APIError(
            .bodyInvalid,
            "The body begins like JSON and is none. Values need escaping (:serialize to=json does it), or send a form."
        )
    }

    private static func event(_ value: JSON, _ shared: [String: RouterEventField] = [:]) -> Event {
        Event { () throws(RouterEventProblem) in
            guard case .object(let members) = value else { throw .noObject }
            var fields: [String: RouterEventField] = [:]
            for member in members { fields[RouterEventField.name(member.name)] = field(member.value) }
            fields.merge(shared) { own, _ in own }
            return try RouterEvent(fields)
        }
    }

    private static func field(_ value: JSON) -> RouterEventField? {
        switch value {
        case .string(let text): RouterEventField(text)
        case .integer(let integer): RouterEventField(String(integer), isNumber: true)
        case .number(let number): RouterEventField("\(number)", isNumber: true)
        case .boolean(let flag): RouterEventField(flag ? "true" : "false")
        case .null, .array, .object: nil
        }
    }
}
