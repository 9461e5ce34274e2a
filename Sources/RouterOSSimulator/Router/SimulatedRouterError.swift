/// Why something asked of a simulated router did not happen.
public enum SimulatedRouterError: Error, Sendable, Hashable {
    /// It cannot listen there: the address is not this machine's, or the port is taken.
    case cannotListen(host: String, port: Int, reason: String)
    /// Its certificate could not be made or used.
    case certificate(String)
    /// The guest was not let in, with the text that the login page would show.
    case guestRefused(String)
    /// An address or a MAC address that is none.
    case invalidAddress(String)
    /// A command of ``SimulatedRouter/edit(_:_:)`` was refused, with the router's text.
    case commandRefused(String)
    /// It was stopped.
    case stopped
}

extension SimulatedRouterError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason): "cannot listen on \(host):\(port): \(reason)"
        case .certificate(let reason): "no certificate for the simulated router: \(reason)"
        case .guestRefused(let text): "the router refused the guest: \(text)"
        case .invalidAddress(let text): "not an address: \(text)"
        case .commandRefused(let text): "the router refused: \(text)"
        case .stopped: "the simulated router was stopped"
        }
    }
}
