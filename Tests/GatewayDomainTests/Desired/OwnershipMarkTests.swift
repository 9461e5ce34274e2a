import GatewayDomain
import Testing

struct OwnershipMarkTests {
    @Test func `what reads as a login in a foreign comment is not kept, and what another gateway's script noted is`() {
        #expect(OwnershipMark.wordsToKeep(of: "room r=5 u=1 m=x c=1 l=3 t=2 floor 3") == ["room", "floor", "3"])
        #expect(OwnershipMark.wordsToKeep(of: "gg1 beef coupon x r=5 c=1 l=3 red") == ["r=5", "c=1", "red"])
    }

    @Test func `a mark reads as it was written`() throws {
        var mark = OwnershipMark(gateway: Sample.gateway(), user: Sample.user("8B7W3D"))
        mark.carriedOver = ["r=1795000100", "m=aa:bb:cc:dd:ee:ff", "room", "5"]
        let read = try #require(OwnershipMark(comment: mark.comment))
        #expect(read == mark)
        #expect(
            read.comment
                == "gg1 a1b2 coupon id-8b7w3d x=1795086400 t=43200 p=0badcafe r=1795000100 m=aa:bb:cc:dd:ee:ff room 5"
        )
        #expect(read.loginAt == Timestamp(seconds: 1_795_000_100))
        #expect(read.macAddress == "AA:BB:CC:DD:EE:FF")
        #expect(read.describes(Sample.user("8B7W3D")))
    }

    @Test(arguments: [
        "", "gg1", "gg1 a1b2", "gg1 a1b2 coupon", "gg1 zzzz coupon id", "gg2 a1b2 coupon id", "room gg1 a1b2 coupon id",
        "gg1 a1b2 hook id", "gg1a1b2couponid", "vc-123",
    ])
    func `a comment without a whole mark of a known form is foreign`(comment: String) {
        #expect(OwnershipMark(comment: comment) == nil)
    }

    @Test(arguments: [
        "x=", "x=abc", "x=99999999999999999999", "x=9223372036854775807", "x=-5", "t=", "p=", "r=", "r=soon", "m=", "=",
        "x",
    ])
    func `facts that cannot be read are nil and never trap`(word: String) throws {
        let mark = try #require(OwnershipMark(comment: "gg1 a1b2 coupon id \(word)"))
        #expect(mark.redeemBefore == nil)
        #expect(mark.sessionSeconds == nil)
        #expect(mark.passwordDigest == nil)
        #expect(mark.loginAt == nil)
        #expect(mark.hasLogin == word.hasPrefix("r="))
    }

    @Test func `words that are kept from a foreign comment never read as facts of ours`() {
        #expect(OwnershipMark.wordsToKeep(of: "room 5 x=1  t=2 p=3 r=4") == ["room", "5"])
        #expect(OwnershipMark.wordsToKeep(of: "gg1 ffff coupon id x=1 p=2 m=AA") == ["m=AA"])
        #expect(OwnershipMark.wordsToKeep(of: "") == [])
    }

    @Test func `of a fact that stands twice the first counts`() throws {
        let mark = try #require(OwnershipMark(comment: "gg1 a1b2 coupon id t=1 t=2"))
        #expect(mark.sessionSeconds == 1)
        #expect(mark.carriedOver == [])
    }
}
