import Foundation
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// Random commands, valid and not, against the state: it never stops the process, and what must always hold does.
///
/// The seed comes from `GATEWAY_SEED` and is printed when something does not hold.
@Suite struct RandomCommandTests {
    private static let seed = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) } ?? 20_260_925
    private static let menus = [
        "/ip/hotspot/user", "/ip/hotspot/user/profile", "/ip/hotspot/walled-garden", "/ip/hotspot/walled-garden/ip",
        "/ip/hotspot/active", "/ip/hotspot/cookie", "/ip/hotspot/ip-binding", "/ip/hotspot/host", "/ip/hotspot",
        "/ip/service", "/log", "/system/clock", "/ip/nothing",
    ]
    private static let verbs = [
        "print", "add", "add", "add", "set", "remove", "move", "enable", "disable", "comment", "unset", "reset", "find",
        "get", "login", "listen", "reset-counters", "frobnicate",
    ]
    private static let words = [
        "=name=a", "=name=b", "=name=c", "=profile=p", "=profile=default", "=profile=*1", "=server=hotspot1",
        "=server=all", "=comment=x", "=comment=", "=.id=*1", "=.id=*2,*3", "=.id=0", "=numbers=*2", "=numbers=a",
        "=destination=*1", "=place-before=*1", "=dst-host=h.example", "=limit-uptime=5s", "=limit-uptime=never",
        "=limit-bytes-total=100k", "=value-name=comment", "=copy-from=*1", "=user=a", "=ip=10.5.50.2", "=ip=x",
        "=mac-address=AA:BB:CC:00:00:01", "=password=", "=disabled=yes", "=shared-users=2", "=count-only=",
        "=.proplist=name", "?name=a", "?#!", "?#|&.1.2", "?>limit-uptime=1s", "?-comment", "=date=2026-01-01", "=",
        "?", "=interval=0", "=interval=1s", "=order-by=name",
    ]

    @Test(arguments: ["6.40", "7.12.2", "7.24"])
    func `whatever is sent, names stay unique, ids too, and print and count agree`(version: String) throws {
        for round in 0..<UInt64(30) {
            let seed = Self.seed &+ round
            var generator = SeededGenerator(seed: seed)
            var router = Transcript(version)
            for _ in 0..<150 {
                let menu = try #require(Self.menus.randomElement(using: &generator))
                let verb = try #require(Self.verbs.randomElement(using: &generator))
                let words = (0..<Int.random(in: 0...4, using: &generator)).compactMap { _ in
                    Self.words.randomElement(using: &generator)
                }
                router.now += .milliseconds(Int64.random(in: 0...3000, using: &generator))
                let replies = router.send("\(menu)/\(verb)", words: words)
                let last = try #require(replies.last, "seed \(seed)")
                #expect(last.hasPrefix("!done") || last == "…", "seed \(seed): \(menu)/\(verb) \(words) \(replies)")
            }
            self.check(&router, seed: seed)
        }
    }

    @Test func `the same commands lead to the same router`() {
        func run() -> [String] {
            var generator = SeededGenerator(seed: Self.seed)
            var router = Transcript()
            return (0..<300).flatMap { _ in
                let menu = Self.menus.randomElement(using: &generator) ?? ""
                let verb = Self.verbs.randomElement(using: &generator) ?? ""
                let words = [Self.words.randomElement(using: &generator) ?? ""]
                return router.send("\(menu)/\(verb)", words: words)
            }
        }
        #expect(run() == run(), "seed \(Self.seed)")
    }

    @Test func `ten thousand users are added and found by name`() {
        var router = Transcript()
        for number in 0..<10_000 {
            _ = router.send("/ip/hotspot/user/add", words: ["=name=u\(number)"])
        }
        #expect(router.send("/ip/hotspot/user/print", "=count-only=") == ["!done ret=10002"])
        for number in stride(from: 0, to: 10_000, by: 10) {
            #expect(router.column("name", of: "/ip/hotspot/user", "?name=u\(number)") == ["u\(number)"])
        }
    }

    private func check(_ router: inout Transcript, seed: UInt64) {
        for menu in Self.menus.dropLast() where menu != "/system/clock" {
            let ids = router.column(".id", of: menu)
            #expect(Set(ids).count == ids.count, "seed \(seed): ids of \(menu)")
            #expect(router.send("\(menu)/print", "=count-only=") == ["!done ret=\(ids.count)"], "seed \(seed): \(menu)")
        }
        let names = router.column("name", of: "/ip/hotspot/user/profile")
        #expect(Set(names).count == names.count, "seed \(seed): names of profiles")
        let users = zip(router.column("name", of: "/ip/hotspot/user"), router.column("server", of: "/ip/hotspot/user"))
            .map { "\($0 ?? "") on \($1 ?? "all")" }
        #expect(Set(users).count == users.count, "seed \(seed): names of users")
        let made = router.column("dynamic", of: "/ip/hotspot/walled-garden").count { $0 == "true" }
        let hosts = zip(
            router.column("dst-host", of: "/ip/hotspot/walled-garden/ip"),
            router.column("disabled", of: "/ip/hotspot/walled-garden/ip")
        ).count { host, isDisabled in host?.isEmpty == false && isDisabled != "true" }
        #expect(made == hosts, "seed \(seed): dynamic rows")
    }
}
