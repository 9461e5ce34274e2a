import GatewayDomain
import NIOCore

/// Writes many coupons as JSON, straight to bytes.
///
/// The same as an array of ``CouponView/json``, which a test holds; a list of ten thousand coupons is asked for often enough to be
/// written without a value for each member of each of them.
struct CouponListWriter {
    /// About what one coupon takes.
    private static let bytesExpected = 400

    private let now: Timestamp
    /// An array, since a buffer of NIO checks at each write that nobody else writes to it.
    private var bytes: [UInt8] = []
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
        writer.write("]")
        return ByteBuffer(bytes: writer.bytes)
    }

    private init(count: Int, now: Timestamp) {
        self.now = now
        bytes.reserveCapacity(2 + count * Self.bytesExpected)
        write("[")
    }

    private mutating func append(_ coupon: Coupon) {
        write(isEmpty ? "{\"id\":\"" : ",{\"id\":\"")
        isEmpty = false
        write(coupon.id.rawValue)
        write("\",\"code\":\"")
        write(coupon.code)
        write("\",\"expires_at\":\"")
        write(expiry.of(coupon.expiresAt))
        write("\",\"redeemed_at\":")
        append(coupon.redemption?.at.description)
        write(",\"created_at\":\"")
        write(creation.of(coupon.createdAt))
        write("\",\"state\":\"")
        write(coupon.state(at: now).rawValue)
        write("\",\"note\":")
        append(coupon.note)
        write(",\"data_limit\":")
        if let limit = coupon.dataBytesMaximum { write(String(limit)) } else { write("null") }
        write(",\"rate_limit\":")
        append(coupon.rateLimit)
        write(",\"sites\":[")
        for (index, site) in coupon.sites.enumerated() {
            write(index == 0 ? "\"" : ",\"")
            write(site.rawValue)
            write("\"")
        }
        write("],\"template_id\":")
        append(coupon.template?.rawValue)
        write(",\"schedule_id\":")
        append(coupon.run?.schedule.rawValue)
        write(",\"redeemed_site_id\":")
        append(coupon.redemption?.site.rawValue)
        write(",\"revoked_at\":")
        append(coupon.revokedAt?.description)
        write(",\"instance_id\":\"")
        write(coupon.instance.rawValue)
        write("\"}")
    }

    /// A text of any characters, or null.
    private mutating func append(_ text: String?) {
        guard let text else { return write("null") }
        bytes += JSON.string(text).bytes
    }

    private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
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
