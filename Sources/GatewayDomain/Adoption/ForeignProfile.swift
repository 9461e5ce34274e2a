/// A user profile that somebody else made, as far as it says how long a voucher lasts.
///
/// Mikhmon, which made most vouchers that are out there, writes its settings into the profile's on-login script, as a text that begins
/// with `:put (",rem,5000,1d,7000,,Enable,")`: what happens at the end, the price, how long access lasts from the first login on, the
/// selling price, and whether the guest's device is locked in. (laksa19/mikhmonv3, `hotspot/adduserprofile.php`.)
public struct ForeignProfile: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its rate limit in RouterOS form; empty for none.
    public var rateLimit: String
    /// How long access lasts from the first login on, in seconds; nil where nothing says so.
    public var validitySeconds: Int64?

    /// Describes a profile.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - rateLimit: its rate limit; empty for none.
    ///   - onLogin: its on-login script; empty for none.
    public init(name: String, rateLimit: String, onLogin: String) {
        self.name = name
        self.rateLimit = rateLimit
        validitySeconds = Self.validity(in: onLogin)
    }

    /// What ends a voucher: removed or marked as used up, each with and without a record of the sale.
    private static let endings: Set<Substring> = ["rem", "ntf", "remc", "ntfc"]

    private static func validity(in script: String) -> Int64? {
        guard script.hasPrefix(":put (\"") else { return nil }
        let fields = script.split(separator: ",", maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count == 5, endings.contains(fields[1]), let seconds = RouterOSText.seconds(fields[3]), seconds > 0
        else { return nil }
        return seconds
    }
}
