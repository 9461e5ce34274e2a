import Testing

@testable import RouterOSAPI

struct TrapTests {
    /// Texts that real routers sent, as recorded by public clients and their tests.
    @Test(arguments: [
        ("failure: already have user with this name for this server", TrapKind.alreadyHave),
        ("failure: entry already exists", .alreadyHave),
        ("failure: already have such entry", .alreadyHave),
        ("no such item", .noSuchItem),
        ("no such item (4)", .noSuchItem),
        ("no such command", .noSuchCommand),
        ("no such command or directory (wireless)", .noSuchCommand),
        ("no such command prefix", .noSuchCommand),
        ("not enough permissions (9)", .notEnoughPermissions),
        ("user's policy does not allow to set such script policy", .notEnoughPermissions),
        ("std failure: not allowed (9)", .notAllowed),
        ("unknown parameter place-before", .unknownParameter),
        ("input does not match any value of profile", .noSuchReference),
        ("invalid value for argument address", .invalidValue),
        ("value of x out of range (1..254)", .invalidValue),
        ("missing =.id=", .missingArgument),
        ("invalid user name or password (6)", .invalidCredentials),
        ("cannot log in", .invalidCredentials),
        ("interrupted", .interrupted),
        ("failure: can not move object before itself", .other),
        ("", .other),
    ])
    func `a text is what it means`(_ text: String, _ kind: TrapKind) {
        #expect(Trap(message: text).kind == kind)
    }

    @Test func `a category stands in for an unknown text`() {
        #expect(Trap(message: "prekinuto", category: .interrupted).kind == .interrupted)
        #expect(Trap(Sentence(["!trap", "=category=2", "=message=x"])).category == .interrupted)
        #expect(Trap(Sentence(["!trap", "=category=99"])) == Trap(message: ""))
    }

    @Test func `a flood of traps for one command is bounded`() {
        var trap = Trap(message: "0")
        for number in 1...100 { trap.add(Trap(message: "\(number)")) }
        #expect(trap.furtherMessages.count == 7)
        #expect(Trap(Sentence(["!trap", "=message=" + String(repeating: "x", count: 60_000)])).message.count == 1_024)
    }

    @Test func `what a router says stays on one line and steers no terminal`() {
        let text = "no\r\n2026-11-21 ok: \u{1B}[2J\u{9B}1m\u{202E}\u{2028}é"
        let said = "no  2026-11-21 ok:  [2J 1m  é"
        #expect(RouterOSError(.trapped(Trap(message: text))).description == "the router answered: \(said)")
        #expect(RouterOSError(.fatal(text)).description == "the router closed the connection: \(said)")
    }

    @Test func `an error names the command and what is not known`() {
        let error = RouterOSError(.closedByPeer, effect: .unknown, command: "/x/add")
        #expect(error.description == "/x/add: the router closed the connection (whether it took effect is unknown)")
        let refused = RouterOSErrorReason.loginRefused(Trap(message: "std failure: not allowed (9)"))
        #expect(refused.description.contains("the policy api"))
        #expect(RouterOSError(.closedByPeer, command: "/login").description.contains("/ip/service"))
        #expect(RouterOSError(.timedOut(after: .seconds(90))).description == "no answer within 1m30s")
    }
}
