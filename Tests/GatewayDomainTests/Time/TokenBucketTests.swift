import GatewayDomain
import Testing

@Suite struct TokenBucketTests {
    private static let start = Timestamp(milliseconds: 1_000_000)

    @Test func `so much at once, then one after another`() {
        var bucket = TokenBucket(perMinute: 3, at: Self.start)
        for _ in 0..<3 { #expect(bucket.take(at: Self.start) == nil) }
        #expect(bucket.take(at: Self.start) == .seconds(20))
        #expect(bucket.take(at: Self.start + .milliseconds(19_999)) == .milliseconds(1))
        #expect(bucket.take(at: Self.start + .seconds(20)) == nil)
        #expect(bucket.take(at: Self.start + .seconds(20)) == .seconds(20))
    }

    @Test func `what was waited for is there, whatever the rate`() {
        for rate in [1, 7, 30, 59, 60, 61, 997, 1_000_000] {
            var bucket = TokenBucket(perMinute: rate, at: Self.start)
            for _ in 0..<rate { _ = bucket.take(at: Self.start) }
            guard let wait = bucket.take(at: Self.start) else {
                Issue.record("\(rate) a minute let one too many pass")
                continue
            }
            #expect(wait > .zero)
            #expect(bucket.take(at: Self.start + wait) == nil)
        }
    }

    @Test func `a clock that is set back gives nothing away, and a long rest no more than once`() {
        var bucket = TokenBucket(perMinute: 2, at: Self.start)
        for _ in 0..<2 { _ = bucket.take(at: Self.start) }
        #expect(bucket.take(at: Self.start - .seconds(3600)) != nil)
        let later = Self.start + .seconds(86_400)
        #expect(bucket.isFull(at: later))
        for _ in 0..<2 { #expect(bucket.take(at: later) == nil) }
        #expect(bucket.take(at: later) != nil)
    }
}
