import Glibc

/// An IP address that a name stands for.
struct HostAddress: Hashable, Sendable {
    /// Its 4 or 16 bytes, in the order of the network.
    var bytes: [UInt8]
    /// As people write it.
    var text: String
}

/// Finds the addresses of names by the system's own means.
enum HostResolver {
    /// Why a name has no address.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The addresses of a host, in the order in which the system would try them.
    ///
    /// - Parameter host: a name, or an address, which is its own.
    /// - Returns: at least one address.
    /// - Throws: ``Failure``.
    static func addresses(of host: String) async throws -> [HostAddress] {
        try await lookups.addresses(of: host)
    }

    private static let lookups = HostLookups(lookUp: lookUp)

    // SAFETY: the list belongs to `getaddrinfo` until `freeaddrinfo` at the end of this function, and all that is kept of it is copied;
    // each address is read as what its family says that it is.
    private static func lookUp(_ host: String) throws -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else { throw Failure(description: "\(host): \(String(cString: gai_strerror(status)))") }
        var addresses: [HostAddress] = []
        var next = list
        while let entry = next {
            if let address = address(entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw Failure(description: "\(host): no address") }
        return addresses
    }

    // SAFETY: `ai_addr` points to a structure of the family that `ai_family` names, for as long as the list lives; it is only read here.
    private static func address(_ entry: addrinfo) -> HostAddress? {
        guard let pointer = entry.ai_addr else { return nil }
        let bytes: [UInt8]
        switch entry.ai_family {
        case AF_INET:
            bytes = pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(entry.ai_family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        let end = text.firstIndex(of: 0) ?? text.endIndex
        let written = String(decoding: text[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return HostAddress(bytes: bytes, text: written)
    }
}
