/// An address of IPv4 or IPv6, one value however it was written.
///
/// An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`; RFC 4291, 2.5.5.2), as a socket for both families tells it, is the IPv4
/// address.
public struct IPAddress: Hashable, Sendable {
    /// Its bytes, the most significant first: 4 or 16.
    public let bytes: [UInt8]

    /// Takes the bytes of an address.
    ///
    /// - Parameter bytes: 4 or 16 bytes, the most significant first; any other number gives nil.
    public init?(bytes: some Collection<UInt8>) {
        let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        switch bytes.count {
        case 4: self.bytes = Array(bytes)
        case 16: self.bytes = bytes.starts(with: mappedPrefix) ? Array(bytes.suffix(4)) : Array(bytes)
        default: return nil
        }
    }

    /// Reads an address: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`.
    ///
    /// - Parameter text: the address, without brackets, port, zone or prefix length; anything else gives nil.
    public init?(_ text: some StringProtocol) {
        if let address = Subnet.address(text) {
            self.init(bytes: Self.bytes(of: address))
            return
        }
        let runs = text.split(separator: "::", omittingEmptySubsequences: false)
        guard runs.count <= 2, let head = Self.groups(runs[0], isLast: runs.count == 1) else { return nil }
        guard runs.count == 2 else {
            // Two groups alone have the length of an IPv4 address, and are none.
            guard head.count == 16 else { return nil }
            self.init(bytes: head)
            return
        }
        // `::` stands for at least one group of zeros.
        guard let tail = Self.groups(runs[1], isLast: true), head.count + tail.count <= 14 else { return nil }
        self.init(bytes: head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail)
    }

    /// The bytes of groups between colons; the last one of an address may be a dotted address.
    private static func groups(_ text: some StringProtocol, isLast: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            if isLast, index == groups.count - 1, let address = Subnet.address(group) {
                bytes += Self.bytes(of: address)
                continue
            }
            guard (1...4).contains(group.utf8.count), group.allSatisfy({ $0.isASCII && $0.isHexDigit }),
                let value = UInt16(group, radix: 16)
            else { return nil }
            bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
        return bytes
    }

    private static func bytes(of address: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: address >> (24 - 8 * UInt32($0))) }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The one way to write it: dotted, or as RFC 5952 has it.
    public var description: String {
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        let zeros = Self.longestZeros(groups)
        let texts = groups.map { String($0, radix: 16) }
        guard zeros.count > 1 else { return texts.joined(separator: ":") }
        let (head, tail) = (texts[..<zeros.lowerBound], texts[zeros.upperBound...])
        return head.joined(separator: ":") + "::" + tail.joined(separator: ":")
    }

    /// The first of the longest runs of zeros.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<(index + 1) }
        }
        return longest
    }
}
