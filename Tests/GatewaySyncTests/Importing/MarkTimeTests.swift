import GatewayDomain
import Testing

@testable import GatewaySync

/// When a login was that a router's script noted together with the router's age, as far as its clock can be believed.
@Suite struct MarkTimeTests {
    private static let now = Timestamp(seconds: 1_795_248_000)

    /// The login of a mark, on a router whose clock is ahead by so much and that has been on for 1,000 s.
    private func login(_ words: String, ahead: Int64) throws -> Timestamp? {
        var facts = DeviceFacts(version: RouterOSRelease(7, 22, 3))
        var clock = RouterTime(aheadSeconds: ahead, readAt: Self.now)
        clock.bootedAt = Self.now - .seconds(1000)
        facts.clock = clock
        let gateway = try #require(GatewayID("a1b2"))
        let mark = OwnershipMark(gateway: gateway, kind: .coupon, subject: "id").comment
        return ReportReading.login(of: try #require(OwnershipMark(comment: "\(mark) \(words)")), on: facts)
    }

    private func clock(_ secondsAgo: Int64, ahead: Int64 = 0) -> Int64 { Self.now.seconds - secondsAgo + ahead }

    @Test(arguments: [0, 3, -7200, 86_400] as [Int64])
    func `the error that a clock has had all along is taken out`(ahead: Int64) throws {
        let moment = try #require(try login("r=\(clock(300, ahead: ahead)) u=700", ahead: ahead))
        #expect((moment - (Self.now - .seconds(300))).components.seconds.magnitude <= 5)
    }

    @Test func `of a clock that was put right since nothing is believed`() throws {
        // It was two hours, or ten minutes, behind when the guest came.
        #expect(try login("r=\(clock(300, ahead: -7200)) u=700", ahead: 0) == nil)
        #expect(try login("r=\(clock(300, ahead: -600)) u=700", ahead: 0) == nil)
    }

    @Test func `of a router that was started again since nothing is believed`() throws {
        #expect(try login("r=\(clock(500)) u=20000", ahead: 0) == nil)
    }

    @Test func `a mark without the router's age is taken at its word`() throws {
        #expect(try login("r=\(clock(300))", ahead: 0) == Self.now - .seconds(300))
    }

    @Test func `a time that was noted by a clock that had been set is believed, whatever became of the clock`() throws {
        for ahead in [0, -7200, -1_700_000_000] as [Int64] {
            #expect(try login("r=\(clock(5000)) u=20000 c=1", ahead: ahead) == Self.now - .seconds(5000))
        }
        // One of tomorrow nobody can have noted today.
        #expect(try login("r=\(clock(-86_400)) u=20000 c=1", ahead: 0) == nil)
        #expect(try login("r=\(clock(5000)) u=20000 c=0", ahead: 0) == nil)
    }
}
