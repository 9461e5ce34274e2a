import GatewayDomain
import Testing

@testable import GatewaySync

@Suite struct LookWishesTests {
    private let start = Timestamp(seconds: 1_795_000_000)
    private let device = Device.ID("d1")

    @Test func `a device bears so many looks a minute; what is wished beyond that waits and is not lost`() {
        var wishes = LookWishes(looksPerMinute: 3)
        for number in 0..<3 {
            #expect(wishes.add(["A\(number)"], at: device) == true)
            #expect(wishes.take(at: start).map(\.users) == [["A\(number)"]])
            wishes.looked(at: device, now: start)
        }
        #expect(wishes.add(["B"], at: device) == true)
        #expect(wishes.add(["C"], at: Device.ID("d2")) == true)
        #expect(wishes.take(at: start).map(\.users) == [["C"]])
        #expect(wishes.take(at: start + .seconds(19)).isEmpty)
        #expect(wishes.take(at: start + .seconds(20)).map(\.users) == [["B"]])
    }

    @Test func `names that lead to no look cost no look`() {
        var wishes = LookWishes(looksPerMinute: 1)
        for number in 0..<1000 {
            #expect(wishes.add(["FORGED\(number)"], at: device) == true)
            #expect(wishes.take(at: start).count == 1)
        }
        #expect(wishes.add(["REAL"], at: device) == true)
        #expect(wishes.take(at: start).map(\.users) == [["REAL"]])
    }

    @Test func `no more names wait than one look compares, and those that wait already are no more`() {
        var wishes = LookWishes(looksPerMinute: 1)
        wishes.looked(at: device, now: start)
        for number in 0..<LookWishes.namesMaximum { #expect(wishes.add(["N\(number)"], at: device) == true) }
        #expect(wishes.add(["N0"], at: device) == true)
        #expect(wishes.add(["ONE MORE"], at: device) == false)
        wishes.tidy(now: start)
        #expect(wishes.take(at: start).isEmpty)
        wishes.tidy(now: start + .seconds(60))
        #expect(wishes.take(at: start + .seconds(60)).first?.users.count == LookWishes.namesMaximum)
    }
}
