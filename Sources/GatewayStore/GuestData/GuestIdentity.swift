/// By what a guest is told whose data are to be erased.
public enum GuestIdentity: Hashable, Sendable {
    /// The hardware address of the guest's device, upper case with colons.
    case macAddress(String)
    /// An IP address that the guest had; others may have had it, too.
    case address(String)
    /// The name that the guest logged in with: an account, what was typed, or a coupon's code.
    case name(String)

    /// What kind of thing tells the guest.
    var kind: String {
        switch self {
        case .macAddress: "mac"
        case .address: "ip"
        case .name: "name"
        }
    }

    /// What tells the guest.
    var value: String {
        switch self {
        case .macAddress(let value), .address(let value), .name(let value): value
        }
    }

    /// The name and its upper case, which is that of a code; none for anything but a name.
    var names: Set<String> {
        guard case .name(let name) = self else { return [] }
        return [name, name.uppercased()]
    }
}
