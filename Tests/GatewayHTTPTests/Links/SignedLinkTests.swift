import Crypto
import Foundation
import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct SignedLinkTests {
    private static let browser: HTTPFields = [
        .accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
    ]

    private static func isPrivate(_ answer: APIAnswer) -> Bool {
        answer.headers[.cacheControl] == "no-store"
            && HTTPField.Name("Referrer-Policy").map { answer.headers[$0] } == "no-referrer"
    }

    @Test func `a link shows the valid coupons of its schedule to whoever has it`() async throws {
        try await ScheduleWorld.serving { world in
            let schedule = try await world.make(["count": 3])
            let other = try await world.make(["count": 2])
            _ = try await world.run(other)
            let first = try await world.run(schedule)
            world.api.clock.advance(by: .seconds(60))
            let second = try await world.run(schedule)
            let link = try await world.link(to: schedule)
            let shown = try await world.api.call(.get, link, authorization: "")
            #expect(shown.status == 200)
            #expect(shown.json?.elements == second + first)
            #expect(Self.isPrivate(shown))
            let code = try #require(second[0]["code"]?.stringValue)
            try await world.api.store.revokeCoupon(code, now: world.api.clock.now)
            #expect(try await world.api.call(.get, link, authorization: "").json?.elements == second[1...] + first)
        }
    }

    @Test func `a link is refused when a day has passed, and a changed one at once`() async throws {
        try await ScheduleWorld.serving { world in
            let schedule = try await world.make(["count": 1])
            let other = try await world.make()
            _ = try await world.run(schedule)
            let link = try await world.link(to: schedule)
            let (id, otherID) = (schedule["id"]?.stringValue ?? "", other["id"]?.stringValue ?? "")
            let changed = [
                link.replacing(id, with: otherID), link.replacing("expires=1", with: "expires=2"),
                String(link.dropLast()), link + "0", link.replacing(id, with: id.uppercased()),
                link.replacing("expires=", with: "expires=0"), link.replacing("signature=", with: "signature=%20"),
            ]
            for link in changed {
                let answer = try await world.api.call(.get, link, authorization: "")
                #expect((answer.status, answer.code) == (403, "link_invalid"), "\(link)")
                #expect(Self.isPrivate(answer))
            }
            for name in ["sid", "expires", "signature"] {
                let answer = try await world.api.call(.get, link.replacing("\(name)=", with: "x="), authorization: "")
                #expect((answer.status, answer.code) == (400, "parameter_missing"))
                #expect(answer.message?.contains("'\(name)'") == true)
            }
            world.api.clock.advance(by: .seconds(86_399))
            #expect(try await world.api.call(.get, link, authorization: "").status == 200)
            world.api.clock.advance(by: .seconds(1))
            let stale = try await world.api.call(.get, link, authorization: "")
            #expect((stale.status, stale.code) == (403, "link_expired"))
            #expect(Self.isPrivate(stale))
        }
    }

    @Test func `a deleted schedule's link is dead`() async throws {
        try await ScheduleWorld.serving { world in
            let schedule = try await world.make(["count": 1])
            _ = try await world.run(schedule)
            let link = try await world.link(to: schedule)
            #expect(try await world.api.call(.delete, try world.path(of: schedule)).status == 204)
            let answer = try await world.api.call(.get, link, authorization: "")
            #expect((answer.status, answer.code) == (403, "link_invalid"))
        }
    }

    @Test func `a browser is told on a page why it gets no coupons`() async throws {
        try await ScheduleWorld.serving { world in
            let link = try await world.link(to: try await world.make())
            let refused = [
                (String(link.dropLast()), 403, "The link is not valid"),
                (link.replacing("signature=", with: "x="), 400, "The link is not valid"),
                (link, 403, "The link has expired"),
            ]
            for (link, status, title) in refused {
                if title == "The link has expired" { world.api.clock.advance(by: .seconds(86_400)) }
                let page = try await world.api.call(.get, link, authorization: "", headers: Self.browser)
                #expect(page.status == status)
                #expect(page.headers[.contentType] == "text/html; charset=utf-8")
                #expect(page.headers[.vary] == "Accept")
                #expect(page.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
                #expect(Self.isPrivate(page))
                #expect(page.text.contains("<h1>\(title)</h1>"))
                #expect(page.text.localizedCaseInsensitiveContains("ask for a new one."))
                #expect(!page.text.contains("{{"))
            }
        }
    }

    @Test func `one voucher is not called vouchers`() async throws {
        try await ScheduleWorld.serving { world in
            let schedule = try await world.make(["count": 1])
            let link = try await world.link(to: schedule)
            for words in ["1 voucher for ", "2 vouchers for "] {
                _ = try await world.run(schedule)
                let page = try await world.api.call(.get, link, authorization: "", headers: Self.browser)
                #expect(page.text.contains("<p>\(words)"))
            }
        }
    }

    @Test func `a browser gets a page to print, which asks for nothing from elsewhere`() async throws {
        try await ScheduleWorld.serving(instance: "Café <Lobby> & \"Bar\"") { world in
            let schedule = try await world.make([
                "count": 3, "name": "<script>alert('x')</script>", "timezone": "Asia/Kathmandu",
            ])
            let coupons = try await world.run(schedule)
            let link = try await world.link(to: schedule)
            let page = try await world.api.call(.get, link, authorization: "", headers: Self.browser)
            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.vary] == "Accept")
            #expect(page.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'; style-src 'sha256-") == true)
            #expect(Self.isPrivate(page))
            for coupon in coupons {
                let code = try #require(coupon["code"]?.stringValue)
                let grouped = "<span>\(code.prefix(3))</span><wbr><span>\(code.suffix(3))</span>"
                #expect(page.text.contains(grouped), "\(code)")
            }
            // 08:00 and 480 minutes in UTC, 5:45 ahead.
            #expect(page.text.contains("Sat 21 Nov 2026, 21:45"))
            #expect(page.text.contains("Asia/Kathmandu"))
            #expect(page.text.contains("Café &lt;Lobby&gt; &amp; &quot;Bar&quot;"))
            #expect(!page.text.contains("<script"))
            for outside in ["http:", "https:", "src=", "href=", "url(", "@import"] {
                #expect(!page.text.contains(outside), "\(outside)")
            }
            #expect(!page.text.contains("{{"))
            let json = try await world.api.call(.get, link, authorization: "", headers: [.accept: "*/*"])
            #expect(json.json?.elements == coupons)
        }
    }

    @Test func `the page's policy lets its own style through`() async throws {
        try await ScheduleWorld.serving { world in
            let link = try await world.link(to: try await world.make())
            let page = try await world.api.call(.get, link, authorization: "", headers: Self.browser)
            let style = try #require(page.text.firstMatch(of: /<style>(.*?)<\/style>/.dotMatchesNewlines())?.output.1)
            let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
            #expect(page.headers[.contentSecurityPolicy]?.contains("'sha256-\(digest)'") == true)
        }
    }

    @Test func `a page without vouchers says so`() async throws {
        try await ScheduleWorld.serving { world in
            let link = try await world.link(to: try await world.make())
            let page = try await world.api.call(.get, link, authorization: "", headers: Self.browser)
            #expect(page.text.contains("There is nothing to hand out"))
            #expect(try await world.api.call(.get, link, authorization: "").json == [])
        }
    }

    @Test func `a page has a thousand vouchers at most, and says how many there are`() async throws {
        try await ScheduleWorld.serving { world in
            let schedule = try await world.make(["count": 500])
            for _ in 0..<3 { _ = try await world.run(schedule) }
            let link = try await world.link(to: schedule)
            let page = try await world.api.call(.get, link, authorization: "", headers: Self.browser)
            #expect(page.text.split(separator: "<li>").count - 1 == 1000)
            #expect(page.text.contains("1000 of 1500 vouchers"))
            #expect(try await world.api.call(.get, link, authorization: "").json?.elements.count == 1500)
        }
    }

    @Test(arguments: [
        ("8B7W3D", ["8B7", "W3D"]), ("ABCDEFG", ["ABCD", "EFG"]), ("ABCDEFGHIJ", ["ABCD", "EFG", "HIJ"]),
        ("ABCDEFGHIJKL", ["ABCD", "EFGH", "IJKL"]), ("ABCD", ["ABCD"]), ("ABCDE", ["ABC", "DE"]),
    ])
    func `a code is shown in groups`(code: String, groups: [String]) {
        #expect(VoucherView.groups(of: code) == groups)
    }

    @Test(arguments: [
        (1200, "20 minutes"), (3600, "1 hour"), (43_200, "12 hours"), (604_800, "7 days"), (5400, "90 minutes"),
    ])
    func `a duration is told in its largest whole unit`(seconds: Int64, words: String) {
        #expect(VoucherView.words(seconds: seconds) == words)
    }
}
