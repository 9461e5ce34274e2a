import Glibc

/// What a server is reached by: a name or an address.
enum CertificateHost: Hashable, Sendable {
    /// A name in DNS, in lower case.
    case name(String)
    /// An IPv4 or IPv6 address: its 4 or 16 bytes in network order, and how it is written.
    case address([UInt8], text: String)

    /// Reads one, or is nil where it is neither.
    ///
    /// - Parameter text: a name such as `wifi.example.com`, or an address without a port or brackets.
    init?(_ text: String) {
        if let bytes = Self.bytes(text, AF_INET, count: 4) ?? Self.bytes(text, AF_INET6, count: 16) {
            self = .address(bytes, text: text)
            return
        }
        let name = text.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        }
        // A last label of digits is a mistyped address, and no name (RFC 3696, section 2).
        let isAddressLike = labels.last?.allSatisfy(\.isNumber) ?? true
        guard isName, name.utf8.count <= 253, !isAddressLike else { return nil }
        self = .name(name)
    }

    private static func bytes(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    /// How it is written.
    var text: String {
        switch self {
        case .name(let name): name
        case .address(_, let text): text
        }
    }
}
