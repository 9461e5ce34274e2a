/// Why syslog lines cannot be received.
public enum SyslogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system does not let this process listen there; the reason is the system's own, in one line.
    case cannotListen(transport: SyslogTransport, host: String, port: Int, reason: String)

    /// One line that names the address and the remedy.
    public var description: String {
        switch self {
        case .cannotListen(let transport, let host, let port, let reason):
            """
            cannot receive syslog over \(transport.rawValue.uppercased()) on \
            \(host.contains(":") ? "[\(host)]" : host):\(port): \(reason); choose an address of this machine, and a port that \
            is free and above 1023
            """
        }
    }
}

/// How syslog lines travel.
public enum SyslogTransport: String, Hashable, Sendable {
    /// One line a datagram.
    case udp
    /// Lines one after another over a connection.
    case tcp
}
