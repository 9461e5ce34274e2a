/// Addresses of one network (`10.5.50.0/24`), from one to another (`10.5.50.2-10.5.50.9`), or one alone.
struct AddressRange: Hashable, Sendable {
    /// The network's own address.
    var network: IPv4 {
        IPv4(self.first)
    }

    private let first: UInt32
    private let last: UInt32

    init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { IPv4(String($0)) }
        if ends.count == 2 {
            guard let first = ends[0], let last = ends[1] else { return nil }
            (self.first, self.last) = (first.number, last.number)
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let address = parts.first.flatMap(IPv4.init), parts.count <= 2 else { return nil }
        guard let mask = parts.count == 1 ? UInt32.max : Self.mask(parts[1]) else { return nil }
        self.first = address.number & mask
        self.last = address.number | ~mask
    }

    func contains(_ address: IPv4) -> Bool {
        self.first <= address.number && address.number <= self.last
    }

    /// `24` or `255.255.255.0`.
    private static func mask(_ text: String) -> UInt32? {
        if let mask = IPv4(text) { return mask.number }
        guard let length = UInt32(text), length <= 32, text.utf8.count <= 2 else { return nil }
        return length == 0 ? 0 : UInt32.max << (32 - length)
    }
}
