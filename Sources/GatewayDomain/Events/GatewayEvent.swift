/// Something that happened and that others want to know: the portal's back end, an operator's monitoring.
///
/// Events go through an outbox: each is written in the transaction that makes it true, so that there is none without its
/// cause, and no cause without its event.
///
/// What an event carries is told by people who are not asked again: it holds no secret, and of a guest neither MAC and IP address nor
/// name, for a guest's data are erased in one place, and an event that was sent cannot be called back. Whoever
/// may see more reads it from the API by the ids that stand here.
public struct GatewayEvent: Hashable, Sendable {
    /// The identity of an event: the same in every webhook, at every retry, and in the stream.
    public typealias ID = Identifier<GatewayEvent>

    /// What happened.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A coupon was used for the first time, anywhere.
        case couponRedeemed = "coupon.redeemed"
        /// A coupon that is owned by a guest of one site was used at another.
        case couponConflict = "coupon.conflict"
        /// Coupons can no longer be redeemed because their time is over.
        case couponsExpired = "coupons.expired"
        /// Many logins failed at a site in a short time.
        case loginFailures = "site.login_failures"
        /// A coupon schedule made its coupons.
        case scheduleRan = "schedule.ran"
        /// The gateway has failed to work with a device for some time.
        case deviceUnreachable = "device.unreachable"
        /// A device that was told to be unreachable works again.
        case deviceRecovered = "device.recovered"
        /// A device's state is another one, and has lasted.
        case deviceStateChanged = "device.state_changed"
    }

    /// One thing that an event tells.
    public struct Member: Hashable, Sendable {
        /// Its name, in snake case.
        public var name: String
        /// What it is.
        public var value: Value

        /// Names a value.
        ///
        /// - Parameters:
        ///   - name: its name, in snake case.
        ///   - value: what it is.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// What a member can hold.
    public enum Value: Hashable, Sendable {
        /// Text.
        case text(String)
        /// A whole number.
        case integer(Int64)
        /// Yes or no.
        case flag(Bool)
        /// A moment, told in RFC 3339 to the second.
        case time(Timestamp)
        /// A list of texts.
        case texts([String])
        /// Nothing.
        case null
    }

    /// What happened.
    public var kind: Kind
    /// Where, when it happened at one site.
    public var site: Site.ID?
    /// When the gateway learnt of it.
    public var occurredAt: Timestamp
    /// What there is to tell, in this order.
    public var data: [Member]

    /// Makes an event.
    ///
    /// - Parameters:
    ///   - kind: what happened.
    ///   - site: where, when it happened at one site.
    ///   - occurredAt: when the gateway learnt of it.
    ///   - data: what there is to tell, in this order.
    public init(_ kind: Kind, site: Site.ID?, occurredAt: Timestamp, data: [Member]) {
        self.kind = kind
        self.site = site
        self.occurredAt = occurredAt
        self.data = data
    }
}
