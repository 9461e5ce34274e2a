import Testing

@testable import RouterOSAPI

struct ConnectionStateMachineLoginTests {
    @Test func `a plain login is done at its answer`() {
        var machine = MachineTranscript()
        #expect(machine.open() == "send login")
        #expect(machine.receive("!done") == "login done")
        #expect(machine.submit(1) == " send 1 /x/print")
    }

    @Test func `a challenge is answered once`() {
        let challenge = "0123456789abcdef0123456789ABCDEF"
        var machine = MachineTranscript()
        _ = machine.open()
        #expect(machine.receive("!done", "=ret=\(challenge)") == "answer \(challenge)")
        #expect(machine.receive("!done") == "login done")

        var greedy = MachineTranscript()
        _ = greedy.open()
        _ = greedy.receive("!done", "=ret=\(challenge)")
        #expect(
            greedy.receive("!done", "=ret=\(challenge)")
                == "close protocol_violation, login failed: protocol_violation none"
        )
    }

    @Test(arguments: ["", "abc", "0123456789abcdef0123456789ABCDEG", "0123456789abcdef0123456789ABCDEF00"])
    func `a challenge that is none ends the connection`(_ challenge: String) {
        var machine = MachineTranscript()
        _ = machine.open()
        #expect(
            machine.receive("!done", "=ret=\(challenge)")
                == "close protocol_violation, login failed: protocol_violation none"
        )
    }

    @Test func `a refusal is told after its done`() {
        var machine = MachineTranscript()
        _ = machine.open()
        #expect(machine.receive("!trap", "=message=invalid user name or password (6)") == "nothing")
        #expect(machine.receive("!done") == "close login_refused, login failed: login_refused none")
    }

    @Test func `nothing is sent over a link that nobody vouched for`() {
        var machine = MachineTranscript()
        #expect(machine.open(mayLogin: false) == "close, login failed: untrusted_link none")
        #expect(machine.open() == "nothing")
    }

    @Test func `a fatal before the login is done is told with its reason`() {
        var machine = MachineTranscript()
        _ = machine.open()
        #expect(machine.receive("!fatal", "too many commands before login") == "close fatal, login failed: fatal none")
        #expect(machine.end() == "ended")
    }

    @Test(arguments: [["!re", "=a=b"], ["!empty"], ["!done", ".tag=1"], ["/login"], ["HTTP/1.1 400 Bad Request"]])
    func `any other answer to the login ends the connection`(_ words: [String]) {
        var machine = MachineTranscript()
        _ = machine.open()
        let text =
            switch words.count {
            case 1: machine.receive(words[0])
            default: machine.receive(words[0], words[1])
            }
        #expect(text == "close protocol_violation, login failed: protocol_violation none")
    }

    @Test func `a router that speaks first ends the connection`() {
        var machine = MachineTranscript()
        #expect(machine.receive("!done") == "close protocol_violation, login failed: protocol_violation none")
    }

    @Test func `the time for TLS and login is one`() {
        var machine = MachineTranscript()
        #expect(machine.advance(4) == "next in 6")
        _ = machine.open()
        #expect(machine.advance(5) == "next in 1")
        #expect(machine.advance(1) == "login failed: timed_out none, close timed_out")
        #expect(machine.receive("!done") == "nothing")
    }

    @Test func `a connection that ends before the login is done says so once`() {
        var machine = MachineTranscript()
        _ = machine.open()
        #expect(machine.end() == "ended, login failed: closed_by_peer none")
        #expect(machine.end() == "ended")
        #expect(machine.submit(1) == "a failed: closed_by_peer none")
    }

    /// The vector of go-routeros' tests.
    @Test func `the answer to a challenge is the one that go-routeros computes`() {
        #expect(
            LoginChallenge.answer(password: "passTest", challenge: "abc123") == "0021277bff9ac7caf06aa608e46616d47f"
        )
        #expect(LoginChallenge.answer(password: "", challenge: "zz") == nil)
        #expect(LoginChallenge.answer(password: "", challenge: "abc") == nil)
    }
}
