import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct CouponLinkTests {
    private let key = CouponLinkKey(Secret(String(repeating: "0f", count: 32)))
    private let schedule = CouponSchedule.ID("1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d")
    private let now = Timestamp(seconds: 1_795_000_000)

    private func verdict(
        sid: String? = nil,
        expires: String? = nil,
        signature: String? = nil,
        at moment: Timestamp? = nil
    ) -> CouponLinkVerdict {
        let link = key.link(to: schedule, at: now)
        return key.check(
            sid: sid ?? link.schedule.rawValue,
            expires: expires ?? String(link.expires),
            signature: signature ?? link.signature,
            at: moment ?? now
        )
    }

    // The signature was computed with OpenSSL:
    // printf 'gardengate coupon link 1\n36:1a2b…5c6d\n10:1795086400' | openssl dgst -sha256 -hmac 0f0f…0f
    @Test func `a link is what another program makes of the same key`() {
        let link = key.link(to: schedule, at: now)
        #expect(link.expires == 1_795_086_400)
        #expect(link.signature == "2f13ffacea528ee6d0122a4fc34a136cdc438ab268aabe32d3441fd64deddba8")
        #expect(
            link.query == "sid=1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d&expires=1795086400&signature=\(link.signature)"
        )
    }

    @Test func `a link is good for 24 hours, to the second`() {
        #expect(verdict() == .valid(schedule))
        #expect(verdict(at: now + .seconds(86_399)) == .valid(schedule))
        #expect(verdict(at: now + .seconds(86_400)) == .expired)
        #expect(verdict(at: now + .seconds(10 * 86_400)) == .expired)
    }

    @Test func `a changed link is refused, also when it is too old`() {
        let link = key.link(to: schedule, at: now)
        let signature = link.signature
        let other = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6e"
        let flipped = (signature.hasSuffix("0") ? "1" : "0")
        for moment in [now, now + .seconds(10 * 86_400)] {
            let id = schedule.rawValue
            for sid in [other, "", id.uppercased(), id + " ", id + "\n10"] {
                #expect(verdict(sid: sid, at: moment) == .invalid, "\(sid)")
            }
            for expires in [
                "1795086401", "9223372036854775807", "92233720368547758070", "-1", "", "01795086400", "+1795086400",
                " 1795086400", "1795086400.0", "1.7950864e9", "１795086400",
            ] {
                #expect(verdict(expires: expires, at: moment) == .invalid, "\(expires)")
            }
            for text in [
                "", String(signature.dropLast()), String(signature.dropLast(2)), signature + "0", signature + "00",
                signature.uppercased(), signature.dropLast() + flipped, String(repeating: "0", count: 64),
                String(repeating: "g", count: 64), String(repeating: "é", count: 32), " " + signature.dropFirst(),
            ] {
                #expect(verdict(signature: String(text), at: moment) == .invalid, "\(text)")
            }
        }
    }

    @Test func `another key's link is refused`() {
        let link = CouponLinkKey(Secret("other")).link(to: schedule, at: now)
        #expect(verdict(signature: link.signature) == .invalid)
    }

    @Test func `the key is drawn once, kept sealed, and bound to the key file`() async throws {
        let scratch = try Scratch()
        let store = try await scratch.open()
        let link = try await store.couponLinkKey().link(to: schedule, at: now)
        let again = try await scratch.open().couponLinkKey()
        #expect(again.link(to: schedule, at: now) == link)
        let other = try Scratch()
        let elsewhere = try await other.open().couponLinkKey()
        #expect(elsewhere.link(to: schedule, at: now).signature != link.signature)
        // Exactly what is kept does not open as anything else, nor under another name.
        let kept = try await store.read { connection throws(StoreError) in
            try connection.query("SELECT value FROM settings WHERE name = 'coupon_link_key'").first?.text("value")
        }
        let sealed = try #require(kept)
        // Nonce, 64 digits and tag.
        #expect(sealed.utf8.count == 2 * (12 + 64 + 16))
        #expect(CouponLinkKey(Secret(sealed)).link(to: schedule, at: now).signature != link.signature)
    }

    @Test func `all who need the first key at the same time get the same`() async throws {
        let scratch = try Scratch()
        let stores = try await [scratch.open(), scratch.open(), scratch.open()]
        let (schedule, now) = (schedule, now)
        let signatures = try await withThrowingTaskGroup { group in
            for index in 0..<12 {
                group.addTask {
                    try await stores[index % 3].couponLinkKey().link(to: schedule, at: now).signature
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(signatures.count == 1)
    }
}
