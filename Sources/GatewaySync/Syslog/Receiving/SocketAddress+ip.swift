import GatewayDomain
import NIOCore

extension SocketAddress {
    /// The address without the port; nil of a socket that is no IP socket.
    var ip: IPAddress? { ipAddress.flatMap { IPAddress($0) } }
}
