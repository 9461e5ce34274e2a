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
        var isReusable: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReusable, socklen_t(MemoryLayout<CInt>.size))
        // SAFETY: the pointer and its length come from NIO and are used within the call only.
        let result = address.withSockAddr { pointer, length in bind(descriptor, pointer, socklen_t(length)) }
        guard result == 0 else {
            let code = errno
            close(descriptor)
            throw IOError(errnoCode: code, reason: "bind")
        }
        self.port = try Self.port(of: descriptor)
    }

    deinit {
        close(descriptor)
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
