import GatewayDomain
import GatewayStore

/// What the page of vouchers shows.
struct VoucherView {
    /// How many vouchers one page has at most: it is read by people, and printed.
    static let vouchersMaximum = 1000

    /// One voucher.
    struct Voucher {
        /// The code in groups of two to four characters, which the eye keeps apart.
        let groups: [String]
        /// Until when it can be used, in the schedule's time zone.
        let expiry: String
    }

    let schedule: String
    let portal: String
    let timeZone: String
    /// How long access lasts, in words.
    let duration: String
    let vouchers: [Voucher]
    /// How many there are in all; nil when all of them are shown.
    let all: String?
    let count: String
    /// What so many of them are called.
    let noun: String
    let isEmpty: Bool

    /// Shows coupons that can be handed out.
    ///
    /// - Parameter found: the coupons with their schedule.
    /// - Throws: `PortalValueError` when this machine does not know the schedule's time zone any more.
    init(_ found: ScheduleCoupons) throws(PortalValueError) {
        let settings = found.schedule.settings
        let timing = try settings.timing()
        schedule = settings.name
        portal = found.instance.name
        timeZone = settings.timeZone
        duration = Self.words(seconds: found.instance.sessionSeconds)
        vouchers = found.coupons.prefix(Self.vouchersMaximum).map {
            Voucher(groups: Self.groups(of: $0.code), expiry: timing.clockText(at: $0.expiresAt))
        }
        count = String(vouchers.count)
        noun = found.coupons.count == 1 ? "voucher" : "vouchers"
        all = found.coupons.count > vouchers.count ? String(found.coupons.count) : nil
        isEmpty = vouchers.isEmpty
    }

    /// A code in as few groups of at most four characters as possible, the longer ones first.
    static func groups(of code: String) -> [String] {
        let number = (code.count + 3) / 4
        var rest = code[...]
        return (0..<number).map { index in
            let length = code.count / number + (index < code.count % number ? 1 : 0)
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }
    }

    /// A duration in its largest whole unit, as people say it.
    static func words(seconds: Int64) -> String {
        for (unit, length) in [("day", 86_400), ("hour", 3600), ("minute", 60)] as [(String, Int64)]
        where seconds % length == 0 && seconds >= length {
            let number = seconds / length
            return "\(number) \(unit)\(number == 1 ? "" : "s")"
        }
        return "\(seconds / 60) minutes"
    }
}
