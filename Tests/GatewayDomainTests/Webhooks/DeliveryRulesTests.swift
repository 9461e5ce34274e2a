import GatewayDomain
import Testing

@Suite struct DeliveryRulesTests {
    private let start = Timestamp(seconds: 1_795_000_000)

    private func verdict(
        _ result: DeliveryAttempt.Result,
        tries: Int = 1,
        after elapsed: Duration = .zero
    ) -> DeliveryVerdict {
        var generator = SystemRandomNumberGenerator()
        return DeliveryRules.verdict(
            on: result,
            tries: tries,
            tryingSince: start,
            now: start + elapsed,
            using: &generator
        )
    }

    private func delay(_ verdict: DeliveryVerdict, after elapsed: Duration = .zero) -> Duration? {
        if case .retry(let time) = verdict { time - (start + elapsed) } else { nil }
    }

    @Test(arguments: [200, 201, 202, 204, 299]) func `2xx has arrived`(status: Int) {
        #expect(verdict(.answered(status: status, retryAfterSeconds: nil)) == .delivered)
    }

    @Test(arguments: [100, 199, 300, 301, 308, 400, 401, 404, 429, 500, 503])
    func `any other status is tried again, redirects included`(status: Int) {
        #expect(delay(verdict(.answered(status: status, retryAfterSeconds: nil))) != nil)
    }

    @Test func `410 ends it`() {
        #expect(verdict(.answered(status: 410, retryAfterSeconds: nil)) == .gone)
    }

    @Test(arguments: [(1, 5), (2, 10), (3, 20), (8, 640), (10, 2560), (11, 3600), (200, 3600)])
    func `waits double up to an hour, more or less`(tries: Int, seconds: Int) throws {
        for _ in 0..<50 {
            let wait = try #require(delay(verdict(.failed("no route"), tries: tries)))
            let share = Double(wait.wholeMilliseconds) / Double(seconds * 1000)
            #expect((0.799...1.201).contains(share), "\(wait)")
        }
    }

    @Test func `a receiver may ask for more time, up to an hour, and never for less`() throws {
        func asked(_ seconds: Int64, tries: Int = 1) throws -> Duration {
            try #require(delay(verdict(.answered(status: 503, retryAfterSeconds: seconds), tries: tries)))
        }
        #expect(try asked(600) == .seconds(600))
        #expect(try asked(1_000_000) == .seconds(3600))
        #expect(try asked(.max) == .seconds(3600))
        #expect(try asked(-5) >= .seconds(4))
        #expect(try asked(1, tries: 5) >= .seconds(64))
    }

    @Test func `it is given up after a day`() {
        #expect(delay(verdict(.failed("x"), tries: 30, after: .seconds(80_000)), after: .seconds(80_000)) != nil)
        #expect(verdict(.failed("x"), tries: 30, after: .seconds(86_399)) == .givenUp)
    }
}
