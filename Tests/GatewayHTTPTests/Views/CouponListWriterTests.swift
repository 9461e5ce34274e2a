import GatewayDomain
import HTTPTypes
import NIOCore
import Testing

@testable import GatewayHTTP

@Suite struct CouponListWriterTests {
    /// Coupons with every member there and absent, and texts that need escapes.
    private var coupons: [Coupon] {
        (0..<64).map { number in
            var coupon = Coupon(
                id: Coupon.ID("00000000-0000-4000-8000-0000000000\(10 + number)"),
                instance: Instance.ID("11111111-2222-4333-8444-555555555555"),
                code: "CODE\(number)",
                expiresAt: TestClock.start + .seconds(number % 2 == 0 ? 60 : -60),
                createdAt: TestClock.start - .seconds(Int64(number / 2))
            )
            if number & 1 != 0 { coupon.note = "a \"quoted\" \\ line\u{7F}\u{1}\t \u{2028} 🎉" }
            if number & 2 != 0 { coupon.dataBytesMaximum = Int64.max - Int64(number) }
            if number & 4 != 0 { coupon.rateLimit = "5M/20M" }
            if number & 8 != 0 { coupon.sites = [Site.ID("one"), Site.ID("two")] }
            if number & 24 == 8 { coupon.template = CouponTemplate.ID("t") }
            if number & 24 == 16 {
                coupon.run = ScheduleRun.Reference(schedule: CouponSchedule.ID("s"), run: ScheduleRun.ID("r"))
            }
            if number & 16 != 0 { coupon.revokedAt = TestClock.start }
            if number & 32 != 0 {
                coupon.redemption = Coupon.Redemption(
                    site: Site.ID("one"),
                    device: Device.ID("d"),
                    at: TestClock.start - .seconds(100),
                    sessionSeconds: number & 3 == 0 ? 10 : 1000,
                    macAddress: nil
                )
            }
            return coupon
        }
    }

    @Test func `the bytes are those of the array of values`() {
        for list in [[], Array(coupons.prefix(1)), coupons] {
            let values = JSON.list(list) { CouponView(coupon: $0, now: TestClock.start).json }
            #expect(
                String(buffer: CouponListWriter.json(list, now: TestClock.start))
                    == String(decoding: values.bytes, as: UTF8.self)
            )
        }
    }

    @Test func `the table's columns are the members, in their order`() throws {
        let coupon = try #require(coupons.last)
        guard case .object(let members) = CouponView(coupon: coupon, now: TestClock.start).json else {
            Issue.record("a coupon is an object")
            return
        }
        let header = CouponTable.csv([], now: TestClock.start)
        #expect(header == members.map(\.name).joined(separator: ",") + "\r\n")
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("two\r\nlines", "\"two\r\nlines\""),
        ("=SUM(A1)", "'=SUM(A1)"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"),
        ("\r\nx", "\"'\r\nx\""),
        ("=a,b", "\"'=a,b\""), ("＝1", "'＝1"), ("a=b", "a=b"), (" =a", " =a"), ("'=a", "'=a"),
    ])
    func `a field is what a spreadsheet shows, and never a formula`(field: String, shown: String) {
        var table = CSVText()
        table.add([field, "end"])
        #expect(table.text == "\(shown),end\r\n")
    }

    @Test(arguments: [
        (nil, "application/json"), ("", "application/json"), ("*/*", "application/json"), ("text/csv", "text/csv"),
        ("TEXT/CSV ; charset=utf-8", "text/csv"), ("text/*", "text/csv"), ("text/csv, */*", "application/json"),
        ("text/csv, */*;q=0.9", "text/csv"), ("application/json;q=0.5, text/csv;q=0.6", "text/csv"),
        ("text/csv;q=0, */*", "application/json"), ("application/json;q=0, */*;q=0.1", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"), ("image/png", "application/json"),
        ("application/*;q=0.2, text/csv;q=0.3", "text/csv"), ("text/csv;q=2, nonsense,,", "application/json"),
        ("text/csv;q=x", "application/json"),
        ("text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", "application/json"),
    ])
    func `the type that is liked best is chosen`(header: String?, type: String) {
        var headers = HTTPFields()
        headers[.accept] = header
        #expect(AcceptHeader(headers).preferred("application/json", "text/csv") == type)
    }
}
