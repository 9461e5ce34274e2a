import GatewayDomain
import NIOCore

/// Writes many coupons as JSON, straight to bytes.
///
/// The same as an array of ``CouponView/json``, which a test holds; a list of ten thousand coupons is asked for often enough to be
/// written without a value for each member of each of them.
struct CouponListWriter {
    /// About what one coupon takes.
    private static let bytesExpected = 360

    private let now: Timestamp
    private var buffer: ByteBuffer
    private var isEmpty = true
    private var expiry = TimeText()
    private var creation = TimeText()

    /// Writes coupons.
    ///
    /// - Parameters:
    ///   - coupons: the coupons.
    ///   - now: the time that their states are told for.
    /// - Returns: a JSON array.
    static func json(_ coupons: [Coupon], now: Timestamp) -> ByteBuffer {
        var writer = CouponListWriter(count: coupons.count, now: now)
        for coupon in coupons { writer.append(coupon) }
        writer.buffer.writeStaticString("]")
        return writer.buffer
    }

    private init(count: Int, now: Timestamp) {
        self.now = now
        buffer = ByteBufferAllocator().buffer(capacity: 2 + count * Self.bytesExpected)
        buffer.writeStaticString("[")
    }

    private mutating func append(_ coupon: Coupon) {
        buffer.writeStaticString(isEmpty ? "{\"id\":\"" : ",{\"id\":\"")
        isEmpty = false
        buffer.writeString(coupon.id.rawValue)
        buffer.writeStaticString("\",\"code\":\"")
        buffer.writeString(coupon.code)
        buffer.writeStaticString("\",\"expires_at\":\"")
        buffer.writeString(expiry.of(coupon.expiresAt))
        buffer.writeStaticString("\",\"redeemed_at\":")
        append(coupon.redemption?.at.description)
        buffer.writeStaticString(",\"created_at\":\"")
        buffer.writeString(creation.of(coupon.createdAt))
        buffer.writeStaticString("\",\"state\":\"")
        buffer.writeString(coupon.state(at: now).rawValue)
        buffer.writeStaticString("\",\"note\":")
        append(coupon.note)
        buffer.writeStaticString(",\"data_limit\":")
        if let bytes = coupon.dataBytesMaximum { buffer.writeString(String(bytes)) } else { appendNull() }
        buffer.writeStaticString(",\"rate_limit\":")
        append(coupon.rateLimit)
        buffer.writeStaticString(",\"sites\":[")
        for (index, site) in coupon.sites.enumerated() {
            buffer.writeStaticString(index == 0 ? "\"" : ",\"")
            buffer.writeString(site.rawValue)
            buffer.writeStaticString("\"")
        }
        buffer.writeStaticString("],\"template_id\":")
        append(coupon.template?.rawValue)
        buffer.writeStaticString(",\"schedule_id\":")
        append(coupon.run?.schedule.rawValue)
        buffer.writeStaticString(",\"redeemed_site_id\":")
        append(coupon.redemption?.site.rawValue)
        buffer.writeStaticString(",\"revoked_at\":")
        append(coupon.revokedAt?.description)
        buffer.writeStaticString(",\"instance_id\":\"")
        buffer.writeString(coupon.instance.rawValue)
        buffer.writeStaticString("\"}")
    }

    /// A text of any characters, or null.
    private mutating func append(_ text: String?) {
        guard let text else { return appendNull() }
        buffer.writeBytes(JSON.string(text).bytes)
    }

    private mutating func appendNull() { buffer.writeStaticString("null") }
}

/// The text of the time that was asked for last: coupons of one batch share theirs.
private struct TimeText {
    private var last: (time: Timestamp, text: String)?

    mutating func of(_ time: Timestamp) -> String {
        if let last, last.time == time { return last.text }
        let text = time.description
        last = (time, text)
        return text
    }
}
