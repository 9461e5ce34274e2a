/// What tells one guest's device from another: values that are only compared, so that digests will do.
public struct GuestTrace: Hashable, Sendable {
    /// Stands for the MAC address; nil when that is not known.
    public var mac: String?
    /// Stands for the IP address; nil when that is not known.
    public var address: String?

    /// Puts one together.
    ///
    /// - Parameters:
    ///   - mac: stands for the MAC address.
    ///   - address: stands for the IP address.
    public init(mac: String?, address: String?) {
        self.mac = mac
        self.address = address
    }

    /// Whether both can be of one device: by MAC address where both are known, else by IP address, else nothing speaks against it.
    ///
    /// - Parameter other: what else was told.
    /// - Returns: false when they differ.
    public func canBe(_ other: GuestTrace) -> Bool {
        if let mac, let otherMAC = other.mac { return mac == otherMAC }
        if let address, let otherAddress = other.address { return address == otherAddress }
        return true
    }

    /// Whether both are of one device for all that is known: of the same MAC address, or of the same IP address where one is without.
    ///
    /// - Parameter other: what else was told.
    /// - Returns: false when they differ, and when there is nothing to compare.
    public func isSurely(_ other: GuestTrace) -> Bool {
        if let mac, let otherMAC = other.mac { return mac == otherMAC }
        guard let address, let otherAddress = other.address else { return false }
        return address == otherAddress
    }
}
