#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import NIOCore

/// Keeps a TCP port for a router that is switched off.
///
/// A socket that is bound and never listens: connections to it are refused, as by a router without power, and no other program is
/// given the port, not even for an outgoing connection. Without it a rebooted router could find its port taken.
///
/// Sockets that are told to reuse addresses may bind what another such socket has bound and does not listen on (Linux,
/// `inet_csk_bind_conflict`), also when the system chooses their port. So this one is told so only while the router's own
/// socket is bound.
///
/// A free port is one that no connection is given: an outgoing one that has a port at one address leaves the port to others (Linux,
/// `__inet_hash_connect`), also at an address at which it was bound here since.
final class PortReservation {
    /// The port that is kept.
    let port: Int
    private let descriptor: CInt

    /// Takes a port.
    ///
    /// - Parameter address: where; port 0 for a free one.
    /// - Throws: `IOError` when the address is not this machine's, or the port is taken.
    init(_ address: SocketAddress) throws {
        let descriptor = socket(address.protocol == .inet6 ? AF_INET6 : AF_INET, Self.stream, 0)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        self.descriptor = descriptor
        do {
            try Self.take(address, descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        self.port = try Self.port(of: descriptor)
        Self.setReusable(false, descriptor)
    }

    private static func take(_ address: SocketAddress, _ descriptor: CInt) throws(IOError) {
        guard address.port == 0 else {
            // A given port may have connections that ended a moment ago; a free one has none.
            setReusable(true, descriptor)
            return try bound(descriptor, to: address)
        }
        for _ in 0..<attemptsMaximum {
            var candidate = address
            candidate.port = Int.random(in: portsForListening)
            do throws(IOError) {
                return try bound(descriptor, to: candidate)
            } catch {
                guard error.errnoCode == EADDRINUSE else { throw error }
            }
        }
        try bound(descriptor, to: address)
    }

    private static func bound(_ descriptor: CInt, to address: SocketAddress) throws(IOError) {
        // SAFETY: the pointer and its length come from NIO and are used within the call only.
        let result = address.withSockAddr { pointer, length in bind(descriptor, pointer, socklen_t(length)) }
        guard result == 0 else { throw IOError(errnoCode: errno, reason: "bind") }
    }

    /// Below those that systems give to connections: from 32,768 on (Linux, `ip_local_port_range`), or 49,152 (IANA).
    private static let portsForListening = 10_240..<32_768
    private static let attemptsMaximum = 100

    /// Lets the router's own socket be bound to the port, or no other at all.
    func setShared(_ isShared: Bool) {
        Self.setReusable(isShared, self.descriptor)
    }

    deinit {
        close(descriptor)
    }

    private static func setReusable(_ isReusable: Bool, _ descriptor: CInt) {
        var value: CInt = isReusable ? 1 : 0
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    private static var stream: CInt {
        #if canImport(Glibc)
            CInt(SOCK_STREAM.rawValue)
        #else
            SOCK_STREAM
        #endif
    }

    /// The port that the system gave.
    private static func port(of descriptor: CInt) throws -> Int {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the buffer is a sockaddr_storage, which holds any address, and its length is handed over with it.
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw IOError(errnoCode: errno, reason: "getsockname") }
        // SAFETY: both families keep the port at the same place, behind the family.
        let port = withUnsafeBytes(of: &storage) { $0.load(fromByteOffset: 2, as: UInt16.self) }
        return Int(UInt16(bigEndian: port))
    }
}
