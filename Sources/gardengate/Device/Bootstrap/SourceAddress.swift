import GatewayDomain
import Glibc

/// From where others see this machine come.
enum SourceAddress {
    /// The address by which this machine reaches a host, as a network of one; nil when there is no way there.
    ///
    /// Nothing is sent: a datagram socket that is connected has been given its own address.
    static func towards(_ host: String, port: Int) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        // SAFETY: the list is read before it is freed, at the end of this function.
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else { return nil }
        defer { freeaddrinfo(first) }
        let descriptor = socket(first.pointee.ai_family, first.pointee.ai_socktype, first.pointee.ai_protocol)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard connect(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else { return nil }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        // SAFETY: the storage is large enough for every kind of address, and lives for both calls.
        let isKnown = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getsockname(descriptor, address, &length) == 0
                    && getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            }
        }
        guard isKnown else { return nil }
        return network(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// A network as RouterOS writes it; an address is a network of one.
    static func network(_ text: String) -> String? {
        if let subnet = Subnet(text) { return subnet.description }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]), address.bytes.count == 16 else { return nil }
        guard parts.count == 2 else { return "\(parts[0])/128" }
        guard let length = Int(parts[1]), (1...128).contains(length) else { return nil }
        return "\(parts[0])/\(length)"
    }
}
