/// One message of a router's hotspot: who did what, and how it ended.
///
/// The form is `user (address): text`, behind the prefix of a logging rule and a colon where there is one. What is known of it, from
/// published logs of real routers: the user may be empty, hold spaces and any letters; the text of a failure is the router's
/// `errors.txt`, often translated, or what a RADIUS server said; a second logging rule with a prefix doubles every line.
public struct HotspotLogLine: Hashable, Sendable {
    /// What happened.
    public enum Event: Hashable, Sendable {
        /// Somebody tries, by a method such as `http-chap`, `cookie` or `mac`.
        case trying(method: String)
        /// Somebody is in.
        case loggedIn
        /// Somebody was refused, with the words that the guest sees.
        case loginFailed(String)
        /// Somebody is out, for a reason in the router's words, such as `keepalive timeout`; empty when it says none.
        case loggedOut(reason: String)
    }

    /// The prefix of the logging rule, or nil.
    public var prefix: String?
    /// The name that was used; a coupon's code, an account, a MAC address, or what somebody typed.
    public var user: String
    /// The guest's IPv4 address.
    public var address: String
    /// What happened.
    public var event: Event

    /// Reads a message.
    ///
    /// The user reaches up to the last address in parentheses that an event follows, and begins behind the first `: `: a guest who
    /// types a name that looks like a line of its own is given with all that belongs to it, and never as somebody else.
    ///
    /// - Parameter message: the message, without time and topics; nil comes of anything that is no message of a hotspot, as
    ///   logins of administrators, and of what is longer than ``LogText/maximumLineBytes``.
    public init?(_ message: ArraySlice<UInt8>) {
        let line = message.trimmed
        guard line.count <= LogText.maximumLineBytes else { return nil }
        var end = line.endIndex
        while let close = line[..<end].lastIndex(of: UInt8(ascii: ")")) {
            end = close
            guard line[(close + 1)...].first == UInt8(ascii: ":"), let open = Self.openingParenthesis(line, close),
                let event = Self.event(line[(close + 2)...])
            else { continue }
            var head = line[..<open]
            if head.last == UInt8(ascii: " ") { head.removeLast() }
            (prefix, user) = Self.split(head)
            address = String(decoding: line[(open + 1)..<close], as: UTF8.self)
            self.event = event
            return
        }
        return nil
    }

    /// Reads a message that is text already.
    ///
    /// - Parameter message: the message, as ``init(_:)-(ArraySlice<UInt8>)`` takes it.
    public init?(_ message: String) {
        self.init(Array(message.utf8)[...])
    }

    /// Where the parenthesis opens that closes here, when there is an address in between, and a user or nothing before it.
    private static func openingParenthesis(_ line: ArraySlice<UInt8>, _ close: Int) -> Int? {
        // An address has 15 bytes at most.
        let window = line[max(line.startIndex, close - 16)..<close]
        guard let open = window.lastIndex(of: UInt8(ascii: "(")), isAddress(line[(open + 1)..<close]) else {
            return nil
        }
        guard open == line.startIndex || line[open - 1] == UInt8(ascii: " ") else { return nil }
        return open
    }

    private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(LogBytes.isDigit)
                    && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
            }
    }

    private static func split(_ head: ArraySlice<UInt8>) -> (prefix: String?, user: String) {
        // Without a user, nothing but the prefix and its colon is left.
        if head.last == UInt8(ascii: ":"), !head.contains(UInt8(ascii: " ")) {
            return (LogText.decode(head.dropLast()), "")
        }
        let colon = head.indices.dropLast().first {
            head[$0] == UInt8(ascii: ":") && head[$0 + 1] == UInt8(ascii: " ")
        }
        // Behind a parenthesis it is no prefix, but a name made to look like a line.
        guard let colon, head[..<colon].last != UInt8(ascii: ")") else { return (nil, LogText.decode(head)) }
        return (LogText.decode(head[..<colon]), LogText.decode(head[(colon + 2)...].trimmed))
    }

    private static func event(_ text: ArraySlice<UInt8>) -> Event? {
        let text = text.trimmed
        func rest(behind start: StaticString) -> String? {
            guard text.begins(with: start) else { return nil }
            let rest = text.dropFirst(start.utf8CodeUnitCount)
            // The text ends here, or a colon or a space follows: `logged out: idle timeout`.
            if rest.first == UInt8(ascii: ":") { return LogText.decode(rest.dropFirst().trimmed) }
            return rest.isEmpty || rest.first == UInt8(ascii: " ") ? LogText.decode(rest.trimmed) : nil
        }
        if let method = rest(behind: "trying to log in by") { return .trying(method: method) }
        if let extra = rest(behind: "logged in") { return extra.isEmpty ? .loggedIn : nil }
        if let reason = rest(behind: "login failed") { return .loginFailed(reason) }
        if let reason = rest(behind: "logged out") { return .loggedOut(reason: reason) }
        return nil
    }
}
