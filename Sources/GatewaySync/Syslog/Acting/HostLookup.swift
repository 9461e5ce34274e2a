import GatewayDomain
import Glibc
import NIOPosix

/// Looks up the addresses of host names, on threads that may wait for a name server.
final class HostLookup: Sendable {
    private let pool = NIOThreadPool(numberOfThreads: 4)

    /// Starts threads of its own, so that a silent name server keeps nobody else waiting.
    init() {
        pool.start()
    }

    deinit {
        pool.shutdownGracefully { _ in }
    }

    /// All addresses of a name.
    ///
    /// - Parameter name: the name.
    /// - Returns: its addresses; none when it has none or nobody answers.
    func addresses(of name: String) async -> [IPAddress] {
        // A lookup that is cancelled has found nothing.
        (try? await pool.runIfActive { Self.addresses(of: name) }) ?? []
    }

    // SAFETY: `getaddrinfo` gives a list that is read while it lasts and freed by `freeaddrinfo`; an entry's address has the length that
    // the entry says.
    private static func addresses(of name: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0, let list else { return [] }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next: UnsafeMutablePointer<addrinfo>? = list
        while let entry = next?.pointee {
            if let address = numeric(entry), !found.contains(address) { found.append(address) }
            next = entry.ai_next
        }
        return found
    }

    private static func numeric(_ entry: addrinfo) -> IPAddress? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let size = socklen_t(text.count)
        guard getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, size, nil, 0, NI_NUMERICHOST) == 0 else { return nil }
        return IPAddress(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
