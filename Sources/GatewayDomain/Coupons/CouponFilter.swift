/// Which coupons of an instance are meant: those that meet every criterion.
///
/// It has at least one, by construction: nobody takes back every coupon there is by leaving something out.
public struct CouponFilter: Hashable, Sendable {
    /// How many coupons one criterion may name.
    public static let idsMaximum = 1000

    /// One thing that a coupon has to meet.
    public enum Criterion: Hashable, Sendable {
        /// It is one of these; none when there are none.
        case ids(Set<Coupon.ID>)
        /// This was written down about it, to the letter.
        case note(String)
        /// This template made it.
        case template(CouponTemplate.ID)
        /// A run of this schedule made it, also when the schedule was deleted since.
        case schedule(CouponSchedule.ID)
        /// It was made before that.
        case createdBefore(Timestamp)
        /// It is good for this.
        case state(LiveState)
    }

    /// The states of coupons that can still be taken back.
    public enum LiveState: String, Hashable, Sendable, CaseIterable {
        /// Nobody used it, and it can still be redeemed.
        case unused
        /// It was redeemed, and the guest's access lasts.
        case active
    }

    /// What a coupon has to meet, at least one.
    public let criteria: [Criterion]

    /// Takes criteria.
    ///
    /// - Parameter criteria: what a coupon has to meet; nil comes of none.
    public init?(_ criteria: [Criterion]) {
        guard !criteria.isEmpty else { return nil }
        self.criteria = criteria
    }

    /// Takes one criterion.
    ///
    /// - Parameter criterion: what a coupon has to meet.
    public init(_ criterion: Criterion) {
        criteria = [criterion]
    }
}
