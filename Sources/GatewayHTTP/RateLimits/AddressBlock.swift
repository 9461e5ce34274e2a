import Glibc

/// Addresses that begin alike, as `10.0.0.0/8` or `fd00::/8`.
public struct AddressBlock: Hashable, Sendable {
    /// The first address, 4 or 16 bytes.
    private let network: [UInt8]
    private let prefixLength: Int

    /// Reads an address or a network in CIDR form.
    ///
    /// - Parameter text: for example `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`; anything else gives nil.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = IPAddressBytes.read(String(parts[0])) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...length).contains(given) else { return nil }
            length = given
        }
        network = bytes
        prefixLength = length
    }

    /// Whether an address lies within.
    func contains(_ address: [UInt8]) -> Bool {
        guard address.count == network.count else { return false }
        return address.indices.allSatisfy { index in
            let bits = min(8, max(0, prefixLength - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            return address[index] & mask == network[index] & mask
        }
    }
}

/// The bytes of IP addresses.
enum IPAddressBytes {
    /// The 4 or 16 bytes of an address; one of IPv4 that is written as IPv6 (RFC 4291, 2.5.5.2) has 4.
    static func read(_ text: String) -> [UInt8]? {
        var v4 = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &v4) == 1 { return v4 }
        var v6 = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        let isMapped = v6.prefix(10).allSatisfy { $0 == 0 } && v6[10] == 0xFF && v6[11] == 0xFF
        return isMapped ? Array(v6.suffix(4)) : v6
    }
}
