import Testing

@testable import RouterOSSimulator

@Suite struct OrderTests {
    private let menu = "/ip/hotspot/walled-garden"

    /// Rows a, b, c and d with the ids *1 to *4.
    private func router() -> Transcript {
        var router = Transcript()
        for host in ["a", "b", "c", "d"] { _ = router.add(self.menu, "=dst-host=\(host)") }
        return router
    }

    private func order(_ router: inout Transcript) -> String {
        router.column("dst-host", of: self.menu).compactMap { $0 }.joined()
    }

    @Test func `place-before puts a new row before another`() {
        var router = self.router()
        #expect(router.send("\(self.menu)/add", "=dst-host=x", "=place-before=*2") == ["!done ret=*5"])
        #expect(self.order(&router) == "axbcd")
        let replies = router.send("\(self.menu)/set", "=.id=*1", "=place-before=*2")
        #expect(replies == ["!trap unknown parameter place-before", "!done"])
    }

    @Test func `rows move as a block, in the order given, and keep their ids`() {
        var router = self.router()
        #expect(router.send("\(self.menu)/move", "=numbers=*4,*3", "=destination=*1") == ["!done"])
        #expect(self.order(&router) == "dcab")
        #expect(router.column(".id", of: self.menu) == ["*4", "*3", "*1", "*2"])
    }

    @Test func `without a destination, or with an unknown one, rows go to the end`() {
        var router = self.router()
        #expect(router.send("\(self.menu)/move", "=numbers=*1") == ["!done"])
        #expect(self.order(&router) == "bcda")
        #expect(router.send("\(self.menu)/move", "=numbers=*2", "=destination=*99") == ["!done"])
        #expect(self.order(&router) == "cdab")
    }

    @Test func `a row cannot move before itself, and an unknown one cannot move`() {
        var router = self.router()
        let itself = router.send("\(self.menu)/move", "=numbers=*1", "=destination=*1")
        #expect(itself == ["!trap failure: can not move object before itself", "!done"])
        #expect(router.send("\(self.menu)/move", "=numbers=*9")[0] == "!trap 0 no such item")
        #expect(router.send("/ip/hotspot/user/move", "=numbers=*1") == ["!trap 0 no such command", "!done"])
    }

    @Test func `an ip entry with a host makes a dynamic row that nobody can edit`() {
        var router = self.router()
        let id = router.add("/ip/hotspot/walled-garden/ip", "=dst-host=pay.example.com")
        #expect(router.column("dynamic", of: self.menu).last == "true")
        #expect(router.column("dst-host", of: self.menu).last == "pay.example.com")
        #expect(router.send("\(self.menu)/set", "=.id=*5", "=dst-host=x")[0].hasPrefix("!trap"))
        #expect(router.send("\(self.menu)/remove", "=.id=*5")[0].hasPrefix("!trap"))
        _ = router.send("/ip/hotspot/walled-garden/ip/comment", "=numbers=\(id)", "=comment=c")
        #expect(router.column(".id", of: self.menu).last == "*5")
        _ = router.send("/ip/hotspot/walled-garden/ip/disable", "=numbers=\(id)")
        #expect(self.order(&router) == "abcd")
        _ = router.send("/ip/hotspot/walled-garden/ip/enable", "=numbers=\(id)")
        #expect(router.column("dynamic", of: self.menu).last == "true")
        _ = router.send("/ip/hotspot/walled-garden/ip/remove", "=numbers=\(id)")
        #expect(self.order(&router) == "abcd")
    }

    @Test func `disabled is shown only once it was written`() {
        var router = self.router()
        #expect(router.column("disabled", of: self.menu).allSatisfy { $0 == nil })
        _ = router.send("\(self.menu)/enable", "=.id=*1")
        #expect(router.column("disabled", of: self.menu).first == "false")
    }
}
