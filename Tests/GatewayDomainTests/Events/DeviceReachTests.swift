import GatewayDomain
import Testing

@Suite struct DeviceReachTests {
    private let now = Timestamp(seconds: 1_795_000_000)

    private func message(_ failures: Int, failingFor: Duration?, toldFor: Duration?) -> DeviceReach.Message? {
        DeviceReach.message(
            failureCount: failures,
            failingSince: failingFor.map { now - $0 },
            toldAt: toldFor.map { now - $0 },
            now: now
        )
    }

    @Test func `a device is told to be unreachable after several failures over two minutes, not before`() {
        #expect(message(3, failingFor: .seconds(120), toldFor: nil) == .unreachable(since: now - .seconds(120)))
        #expect(message(3, failingFor: .seconds(119), toldFor: nil) == nil)
        // The gateway was away for an hour in between.
        #expect(message(2, failingFor: .seconds(3600), toldFor: nil) == nil)
    }

    @Test func `it is told once, however long it lasts`() {
        #expect(message(400, failingFor: .seconds(86_400), toldFor: .seconds(80_000)) == nil)
    }

    @Test func `its recovery is told once, and only after it was told to be unreachable`() {
        #expect(message(0, failingFor: nil, toldFor: .seconds(60)) == .recovered(toldAt: now - .seconds(60)))
        #expect(message(0, failingFor: nil, toldFor: nil) == nil)
    }
}
