/// How many of a guest's devices a coupon lets in.
public enum DevicePolicy: Hashable, Sendable {
    /// Bound to the first device for the whole session: what "one-time use" promises.
    case firstDevice
    /// A new device at the same site takes over from the older one; for phones with random MAC addresses.
    case newestWins
    /// Up to this many devices at once, 2 to 100.
    case shared(Int)

    /// The `shared-users` of the user profile that serves this policy.
    ///
    /// `newestWins` needs a second place, so that the newer device can get in before the older one is put out.
    public var sharedUsers: Int {
        switch self {
        case .firstDevice: 1
        case .newestWins: 2
        case .shared(let count): count
        }
    }

    /// The policy in text form: `first_device`, `newest_wins` or `shared:N`.
    public var text: String {
        switch self {
        case .firstDevice: "first_device"
        case .newestWins: "newest_wins"
        case .shared(let count): "shared:\(count)"
        }
    }

    /// Reads the text form.
    ///
    /// - Parameter text: `first_device`, `newest_wins` or `shared:N` with N from 2 to 100; anything else gives nil.
    public init?(text: String) {
        switch text {
        case "first_device": self = .firstDevice
        case "newest_wins": self = .newestWins
        default:
            guard text.hasPrefix("shared:"), let count = Int(text.dropFirst(7)), (2...100).contains(count) else {
                return nil
            }
            self = .shared(count)
        }
    }
}
