/// Why the server could not begin.
public enum HTTPServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process listens on this address and port.
    case portTaken(host: String, port: Int)
    /// The system does not let this process listen there; the reason is the system's own, in one line.
    case cannotListen(host: String, port: Int, reason: String)
    /// The certificate or the key of HTTPS cannot be used; the reason names the remedy.
    case identityUnusable(file: String, reason: String)

    /// One line that names the address and the remedy.
    public var description: String {
        switch self {
        case .portTaken(let host, let port):
            "cannot listen on \(Self.address(host, port)): something else listens there; stop it or choose another port"
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(Self.address(host, port)): \(reason); choose an address of this machine and a port above 1023"
        case .identityUnusable(let file, let reason):
            "cannot serve HTTPS with \(file): \(reason)"
        }
    }

    private static func address(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
