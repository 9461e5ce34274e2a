/// Why an order of coupons was refused.
///
/// Nothing was made.
public enum CouponError: Error, Hashable, Sendable {
    /// The number of coupons lies outside of what one order of this kind may ask for (``CouponOrder/countBounds``).
    case countOutOfBounds(Int, bounds: ClosedRange<Int> = Coupon.countBounds)
    /// The minutes of validity lie outside of ``Coupon/minutesValidBounds``.
    case minutesOutOfBounds(Int64)
    /// The data limit is not positive.
    case dataBytesOutOfBounds(Int64)
    /// The length of codes lies outside of ``Instance/codeLengthBounds``.
    case codeLengthOutOfBounds(Int)
    /// The note or the rate limit cannot be taken.
    case invalidValue(PortalValueError)
    /// No free code of this length was found.
    case codesExhausted(length: Int)

    /// A bounded, constant name of the case, for metrics.
    public var label: String {
        switch self {
        case .countOutOfBounds: "count_out_of_bounds"
        case .minutesOutOfBounds: "minutes_out_of_bounds"
        case .dataBytesOutOfBounds: "data_bytes_out_of_bounds"
        case .codeLengthOutOfBounds: "code_length_out_of_bounds"
        case .invalidValue(let error): error.label
        case .codesExhausted: "codes_exhausted"
        }
    }
}

extension CouponError: CustomStringConvertible {
    /// What is wrong, with the field, its bounds and the remedy, as one sentence.
    public var description: String {
        switch self {
        case .countOutOfBounds(let count, let bounds):
            return
                "count is \(count), but must be \(bounds.lowerBound) to \(bounds.upperBound); order more in several steps"
        case .minutesOutOfBounds(let minutes):
            let bounds = Coupon.minutesValidBounds
            return "minutes is \(minutes), but must be \(bounds.lowerBound) to \(bounds.upperBound) (ten years)"
        case .dataBytesOutOfBounds(let bytes):
            return "the data limit is \(bytes) bytes, but must be 1 or more; leave it out for no limit"
        case .codeLengthOutOfBounds(let length):
            let bounds = Instance.codeLengthBounds
            return "the code length is \(length), but must be \(bounds.lowerBound) to \(bounds.upperBound)"
        case .invalidValue(let error):
            return error.description
        case .codesExhausted(let length):
            return "no free code of \(length) characters was found; give the instance longer codes"
        }
    }
}
