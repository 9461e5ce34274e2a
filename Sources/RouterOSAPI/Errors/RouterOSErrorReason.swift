/// What can go wrong between a program and a router.
public enum RouterOSErrorReason: Sendable, Hashable {
    /// No TCP connection came about: the host is unknown, or nobody listens, or it took too long.
    case connectFailed(host: String, port: Int, text: String)
    /// No TLS session came about, or it broke.
    case tls(TLSError)
    /// The link is encrypted with nobody verified, and nobody asked for that by name: no password was sent.
    case untrustedLink
    /// The router refused the login.
    case loginRefused(Trap)
    /// The router reported an error for this command; the connection goes on.
    case trapped(Trap)
    /// The router closed the connection and said why (`!fatal`).
    case fatal(String)
    /// The answer did not come in time.
    case timedOut(after: Duration)
    /// The calling task was cancelled.
    case cancelled
    /// The router closed the connection without a word, as it does on a reboot.
    case closedByPeer
    /// The connection was closed on this side.
    case closedLocally
    /// The system reported an error for the connection.
    case connectionFailed(String)
    /// What the router sent is no sentence, or a longer one than accepted; the connection was closed.
    case undecodable(SentenceDecodingError)
    /// The router did what none does; the connection was closed.
    case protocolViolation(ProtocolViolation)
    /// The router did not end a cancelled command in time; the connection was closed.
    case unresponsive(after: Duration)
    /// The reply has more rows or bytes than a call collects. Ask for less, or read it as a stream.
    case replyTooLarge(rowsMaximum: Int, bytesMaximum: Int)
    /// Too many commands are waiting for their turn on this connection.
    case queueFull(maximum: Int)

    /// A constant of a bounded set, fit for a metric's label.
    public var label: String {
        switch self {
        case .connectFailed: "connect_failed"
        case .tls(let error): "tls_" + error.label
        case .untrustedLink: "untrusted_link"
        case .loginRefused: "login_refused"
        case .trapped: "trapped"
        case .fatal: "fatal"
        case .timedOut: "timed_out"
        case .cancelled: "cancelled"
        case .closedByPeer: "closed_by_peer"
        case .closedLocally: "closed_locally"
        case .connectionFailed: "connection_failed"
        case .undecodable: "undecodable"
        case .protocolViolation: "protocol_violation"
        case .unresponsive: "unresponsive"
        case .replyTooLarge: "reply_too_large"
        case .queueFull: "queue_full"
        }
    }
}

extension RouterOSErrorReason: CustomStringConvertible {
    /// A text for humans.
    public var description: String {
        switch self {
        case .connectFailed(let host, let port, let text): "no connection to \(host):\(port): \(text)"
        case .tls(let error): error.description
        case .untrustedLink: "the router's identity was not verified, so no password was sent"
        case .loginRefused(let trap): "the router refused the login: \(trap)\(Self.remedy(trap))"
        case .trapped(let trap): "the router answered: \(trap)\(Self.remedy(trap))"
        case .fatal(let text): "the router closed the connection: \(RouterOSText.printable(text))"
        case .timedOut(let limit): "no answer within \(RouterOSDuration(limit))"
        case .cancelled: "cancelled"
        case .closedByPeer: "the router closed the connection"
        case .closedLocally: "the connection was closed"
        case .connectionFailed(let text): "the connection failed: \(text)"
        case .undecodable(let error): error.description
        case .protocolViolation(let violation): "the peer does not speak as a router does: \(violation)"
        case .unresponsive(let limit): "the router did not end a cancelled command within \(RouterOSDuration(limit))"
        case .replyTooLarge(let rows, let bytes): "the reply has more than \(rows) rows or \(bytes) bytes"
        case .queueFull(let maximum): "\(maximum) commands are waiting for this router already"
        }
    }

    private static func remedy(_ trap: Trap) -> String {
        trap.kind.remedy.map { " (\($0))" } ?? ""
    }
}
