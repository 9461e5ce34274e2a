import GatewayDomain

/// Why nobody can tell which guest is meant.
public struct GuestIdentityError: Error, Hashable, Sendable {
    /// What is wrong with what was given.
    public enum Problem: Hashable, Sendable {
        /// Nothing was given, or several things.
        case notOne
        /// The text is no hardware address.
        case macAddress
        /// The text is no IPv4 address.
        case address
        /// The text is empty, or longer than a name can be.
        case name
    }

    /// What is wrong with what was given.
    public let problem: Problem

    /// What to give instead.
    public var reason: String {
        switch problem {
        case .notOne: "tell the guest by one thing: a MAC address, an IP address or a name"
        case .macAddress: "a MAC address is written AA:BB:CC:00:00:01"
        case .address: "an IP address is written 10.5.50.17"
        case .name: "a name has 1 to \(GuestIdentity.nameMaximum) characters"
        }
    }
}

extension GuestIdentity {
    /// How many characters a name has at most.
    public static let nameMaximum = 255

    /// Reads who is meant; exactly one of the texts is given.
    ///
    /// - Parameters:
    ///   - macAddress: a hardware address, with colons or hyphens, in any case.
    ///   - address: an IPv4 address.
    ///   - name: a name.
    /// - Throws: ``GuestIdentityError`` when none or several are given, or one is not what it should be.
    public init(macAddress: String?, address: String?, name: String?) throws(GuestIdentityError) {
        switch (macAddress, address, name) {
        case (let text?, nil, nil): self = .macAddress(try Self.macAddress(text))
        case (nil, let text?, nil): self = .address(try Self.address(text))
        case (nil, nil, let text?):
            guard (1...Self.nameMaximum).contains(text.unicodeScalars.count) else {
                throw GuestIdentityError(problem: .name)
            }
            self = .name(text)
        default: throw GuestIdentityError(problem: .notOne)
        }
    }

    private static func macAddress(_ text: String) throws(GuestIdentityError) -> String {
        let parts = text.uppercased().split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }
        let isAddress = parts.count == 6 && parts.allSatisfy { $0.utf8.count == 2 && $0.allSatisfy(\.isHexDigit) }
        guard isAddress, text.utf8.count == 17 else { throw GuestIdentityError(problem: .macAddress) }
        return parts.joined(separator: ":")
    }

    private static func address(_ text: String) throws(GuestIdentityError) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        // Written as it was given, without leading zeros, which would be another text for the same address.
        guard parts.count == 4, bytes.count == 4, bytes.map(String.init).joined(separator: ".") == text else {
            throw GuestIdentityError(problem: .address)
        }
        return text
    }
}
