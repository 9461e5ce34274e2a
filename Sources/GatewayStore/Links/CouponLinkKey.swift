import Crypto
import Foundation
public import GatewayDomain

/// What links are signed with: pure, so that making and checking them needs no database.
///
/// HMAC-SHA256 over a version, the schedule and the expiry. The text of each stands with its length, so that no two different links have
/// one message, and exactly as it was given, so that not even another spelling of the same number passes.
public struct CouponLinkKey: Sendable {
    private let key: SymmetricKey

    /// Takes over a key.
    init(_ secret: Secret) {
        key = SymmetricKey(data: Data(secret.revealed.utf8))
    }

    /// Makes a link.
    ///
    /// - Parameters:
    ///   - schedule: the schedule whose coupons it shows.
    ///   - now: when it is made; it is good for ``CouponLink/lifetime``.
    /// - Returns: the link.
    public func link(to schedule: CouponSchedule.ID, at now: Timestamp) -> CouponLink {
        let expires = (now + CouponLink.lifetime).seconds
        let message = Self.message(sid: schedule.rawValue, expires: String(expires))
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        let signature = code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return CouponLink(schedule: schedule, expires: expires, signature: signature)
    }

    /// Checks a link, in a time that tells nothing about how much of the signature is right.
    ///
    /// The signature is judged first: what is refused as too old was good once.
    ///
    /// - Parameters:
    ///   - sid: the schedule, as the link has it.
    ///   - expires: the expiry, as the link has it.
    ///   - signature: the signature, as the link has it.
    ///   - now: the time.
    /// - Returns: what it is worth.
    public func check(sid: String, expires: String, signature: String, at now: Timestamp) -> CouponLinkVerdict {
        let message = Self.message(sid: sid, expires: expires)
        // A signature that cannot be read is compared as an empty one.
        let given = Self.bytes(of: signature) ?? []
        guard HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: message, using: key),
            let end = Int64(expires)
        else { return .invalid }
        return now.seconds < end ? .valid(CouponSchedule.ID(sid)) : .expired
    }

    private static func message(sid: String, expires: String) -> Data {
        Data("gardengate coupon link 1\n\(sid.utf8.count):\(sid)\n\(expires.utf8.count):\(expires)".utf8)
    }

    /// The bytes of 64 hexadecimal digits in lower case.
    private static func bytes(of signature: String) -> [UInt8]? {
        var nibbles: [UInt8] = []
        guard signature.utf8.count == 2 * SHA256.byteCount else { return nil }
        for digit in signature.utf8 {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibbles.append(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibbles.append(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}
