/// Which IP addresses belong to the public Internet, by IANA's registries of special-purpose addresses (RFC 6890).
///
/// Whoever may make a webhook can have the gateway connect to an address of their choice. Inside the operator's network that reaches
/// what is not meant for them: the routers, other services of the same machine, the metadata of a cloud.
public enum PublicAddress {
    private struct Block {
        var bytes: [UInt8]
        var bits: Int
        var name: String

        init(_ bytes: [UInt8], _ bits: Int, _ name: String) {
            (self.bytes, self.bits, self.name) = (bytes, bits, name)
        }

        func contains(_ address: [UInt8]) -> Bool {
            for index in 0..<bits where index / 8 < address.count {
                let mask = UInt8(0x80) >> UInt8(index % 8)
                let own = index / 8 < bytes.count ? bytes[index / 8] : 0
                if (own ^ address[index / 8]) & mask != 0 { return false }
            }
            return true
        }
    }

    private static let version4 = [
        Block([0], 8, "this network"), Block([10], 8, "a private network"),
        Block([100, 64], 10, "a carrier's network"), Block([127], 8, "this machine"),
        Block([169, 254], 16, "link-local"), Block([172, 16], 12, "a private network"),
        Block([192, 0, 0], 24, "reserved"), Block([192, 0, 2], 24, "for documentation"),
        Block([192, 88, 99], 24, "a 6to4 relay"), Block([192, 168], 16, "a private network"),
        Block([198, 18], 15, "for benchmarks"), Block([198, 51, 100], 24, "for documentation"),
        Block([203, 0, 113], 24, "for documentation"), Block([224], 4, "multicast"), Block([240], 4, "reserved"),
        // Public by number, but answered by the cloud itself (Azure's documentation, "What is IP address 168.63.129.16").
        Block([168, 63, 129, 16], 32, "a cloud's own service"),
    ]

    private static let version6 = [
        Block([0x20, 0x01, 0x0D, 0xB8], 32, "for documentation"), Block([0x20, 0x01, 0x00], 23, "reserved"),
        Block([0x20, 0x02], 16, "6to4"), Block([0x3F, 0xFF], 20, "for documentation"),
    ]

    private static let globalUnicast = Block([0x20], 3, "")
    /// Behind these stands an IPv4 address, which is the one that is reached (RFC 4291, 2.5.5.2; RFC 6052, 2.1).
    private static let embeddings = [
        Block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96, "IPv4-mapped"),
        Block([0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 96, "NAT64"),
    ]

    /// Why an address is not one of the public Internet.
    ///
    /// - Parameter address: its 4 or 16 bytes, in the order of the network.
    /// - Returns: what it is instead, in a few words; nil for an address of the public Internet.
    public static func objection(to address: [UInt8]) -> String? {
        switch address.count {
        case 4: return version4.first { $0.contains(address) }?.name
        case 16:
            if embeddings.contains(where: { $0.contains(address) }) { return objection(to: Array(address.suffix(4))) }
            guard globalUnicast.contains(address) else { return special6(address) }
            return version6.first { $0.contains(address) }?.name
        default: return "no IP address"
        }
    }

    private static func special6(_ address: [UInt8]) -> String {
        switch (address[0], address[1]) {
        case (0xFF, _): "multicast"
        case (0xFE, 0x80...0xBF): "link-local"
        case (0xFC...0xFD, _): "a private network"
        case (0, 0) where address.dropLast().allSatisfy { $0 == 0 }: "this machine"
        default: "reserved"
        }
    }
}
