/// How the codes of one campaign are made: a client asks for codes by the template's name, again and again, up to a maximum.
public struct CouponTemplate: Hashable, Sendable {
    /// The identity of a template.
    public typealias ID = Identifier<CouponTemplate>

    /// How many codes a template may make in all.
    public static let maximumBounds: ClosedRange<Int> = 1...10_000

    /// How many codes a client may give at once.
    public static let codeCountBounds: ClosedRange<Int> = 1...1000

    /// How many times as many codes must be possible as may be made, where they are drawn.
    ///
    /// Who tries codes at random then meets one in a hundred tries at best, and a drawn code is rarely taken.
    public static let sparsity = 100

    /// Who decides what the codes are.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// We draw them; the client says how many.
        case autoAllocate = "AUTO_ALLOCATE"
        /// The client gives them.
        case autoAccept = "AUTO_ACCEPT"
    }

    /// Its identity.
    public var id: ID
    /// The instance that its coupons belong to.
    public var instance: Instance.ID
    /// What clients call it; unique within the instance.
    public var name: String
    /// Who decides what the codes are.
    public var mode: Mode
    /// What they look like.
    public var format: CodeFormat
    /// How many codes it may make in all.
    public var maximum: Int
    /// For how many minutes a coupon can be redeemed, from when it is made.
    public var minutesValid: Int64
    /// How many codes it has made so far.
    public var madeCount: Int
    /// When it was made.
    public var createdAt: Timestamp

    /// Makes a template that has made no codes yet.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - instance: the instance that its coupons belong to.
    ///   - name: a name that is unique within the instance.
    ///   - mode: who decides what the codes are.
    ///   - format: what they look like.
    ///   - maximum: how many it may make in all.
    ///   - minutesValid: for how many minutes a coupon can be redeemed.
    ///   - createdAt: when it was made.
    public init(
        id: ID,
        instance: Instance.ID,
        name: String,
        mode: Mode,
        format: CodeFormat,
        maximum: Int,
        minutesValid: Int64,
        createdAt: Timestamp
    ) {
        self.id = id
        self.instance = instance
        self.name = name
        self.mode = mode
        self.format = format
        self.maximum = maximum
        self.minutesValid = minutesValid
        self.madeCount = 0
        self.createdAt = createdAt
    }

    /// How many codes it may still make.
    public var leftCount: Int { max(0, maximum - madeCount) }

    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        try TextRule.check(name, .name)
        try TextRule.check(maximum, .maximum, in: Self.maximumBounds)
        try TextRule.check(minutesValid, .minutesValid, in: Coupon.minutesValidBounds)
        guard maximum >= madeCount else {
            throw .combination(
                .maximum,
                problem: "\(maximum) is less than the \(madeCount) codes that were made already",
                remedy: "give \(madeCount) or more"
            )
        }
        guard mode == .autoAllocate else { return }
        if case .free = format.middle {
            throw .combination(
                .randomLength,
                problem: "\(mode.rawValue) draws its codes, which takes random_length or pattern",
                remedy: "give one of them"
            )
        }
        let needed = maximum * Self.sparsity
        guard format.drawableCount >= needed else {
            throw .combination(
                format.middle.field,
                problem: "only \(format.drawableCount) different codes can be drawn",
                remedy:
                    "make it longer or maximum smaller: a maximum of \(maximum) takes \(needed), \(Self.sparsity) times as many, so that no code is guessed"
            )
        }
    }
}
