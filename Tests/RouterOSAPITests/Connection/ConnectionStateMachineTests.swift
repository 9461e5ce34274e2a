import TestSeeds
import NIOCore
import Testing

@testable import RouterOSAPI

struct ConnectionStateMachineTests {
    static let add = Command("/x/add").with("name", "v")

    // MARK: - Replies

    @Test func `rows are collected until done`() {
        var machine = MachineTranscript.ready()
        #expect(machine.submit(1) == " send 1 /x/print")
        #expect(machine.receive("!re", ".tag=1", "=n=1") == "nothing")
        #expect(machine.receive("!re", "=n=2", ".tag=1") == "nothing")
        #expect(machine.receive("!done", ".tag=1", "=ret=7") == #"a got ["1", "2"] ret 7"#)
    }

    @Test func `replies of several tags interleave`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, for: "a")
        _ = machine.submit(2, for: "b")
        _ = machine.submit(3, for: "c", streamed: true)
        _ = machine.receive("!re", ".tag=2", "=n=b")
        #expect(machine.receive("!re", ".tag=3", "=n=c") == "row 3 to c: c")
        _ = machine.receive("!re", ".tag=1", "=n=a")
        #expect(machine.receive("!done", ".tag=2") == #"b got ["b"] ret -"#)
        #expect(machine.receive("!done", ".tag=3") == "c got [] ret -")
        #expect(machine.receive("!done", ".tag=1") == #"a got ["a"] ret -"#)
    }

    @Test func `an empty reply is no row and done follows`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1)
        #expect(machine.receive("!empty", ".tag=1") == "nothing")
        #expect(machine.receive("!done", ".tag=1") == "a got [] ret -")
    }

    @Test func `a trap is told after its done and the connection goes on`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add)
        machine.written()
        #expect(machine.receive("!trap", ".tag=1", "=message=no such item") == "nothing")
        #expect(machine.receive("!done", ".tag=1") == "a failed: trapped none")
        #expect(machine.submit(2) == " send 2 /x/print")
    }

    @Test func `two traps are one error`() throws {
        var machine = ConnectionStateMachine<String>(
            login: "l",
            allowed: .seconds(1),
            limits: RouterOSConnectionLimits()
        )
        _ = machine.linkOpened(mayLogin: true)
        _ = machine.sentenceReceived(Sentence(["!done"]), now: .now())
        _ = machine.commandSubmitted(
            CommandRequest(
                number: 1,
                command: Command("/x/print"),
                delivery: .collected,
                waiter: "a",
                deadline: .distantFuture,
                allowed: .zero
            )
        )
        // As recorded from a real router without the routerboard menu.
        for words in [
            ["!trap", ".tag=1", "=category=0", "=message=no such command or directory (routerboard)"],
            ["!trap", ".tag=1", "=message=no such command prefix"],
        ] {
            _ = machine.sentenceReceived(Sentence(words), now: .now())
        }
        let action = machine.sentenceReceived(Sentence(["!done", ".tag=1"]), now: .now())
        guard case .fail(let failure, next: nil) = action else {
            Issue.record("no failure")
            return
        }
        let trap = try #require(failure.error.trap)
        #expect(trap.kind == .noSuchCommand)
        #expect(trap.category == .missing)
        #expect(trap.furtherMessages == ["no such command prefix"])
    }

    @Test func `what an interrupted change did is unknown`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add)
        _ = machine.submit(2, Command("/x/print"), for: "b")
        _ = machine.submit(3, Command("/x/remove").ids([ItemID(number: 1), ItemID(number: 2)]), for: "c")
        _ = machine.submit(4, Command("/x/remove").id(ItemID(number: 1)), for: "d")
        for tag in 1...2 { _ = machine.receive("!trap", ".tag=\(tag)", "=category=2", "=message=interrupted") }
        for tag in 3...4 { _ = machine.receive("!trap", ".tag=\(tag)", "=message=no such item") }
        #expect(machine.receive("!done", ".tag=1") == "a failed: trapped unknown")
        #expect(machine.receive("!done", ".tag=2") == "b failed: trapped none")
        // The second of the two may be the one that is missing.
        #expect(machine.receive("!done", ".tag=3") == "c failed: trapped unknown")
        #expect(machine.receive("!done", ".tag=4") == "d failed: trapped none")
    }

    @Test func `a fatal fails everybody with what is known of each`() {
        var machine = MachineTranscript.ready { $0.commandsInFlightMaximum = 2 }
        _ = machine.submit(1, Self.add, for: "a")
        _ = machine.submit(2, Command("/x/print"), for: "b")
        _ = machine.submit(3, Self.add, for: "queued")
        machine.written()
        #expect(
            machine.receive("!fatal", "session terminated on request")
                == "close fatal, a failed: fatal unknown, b failed: fatal none, queued failed: fatal none"
        )
    }

    @Test func `what was not written took no effect`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add, for: "written")
        machine.written()
        _ = machine.submit(2, Self.add, for: "unwritten")
        #expect(
            machine.end() == "ended, unwritten failed: closed_by_peer none, written failed: closed_by_peer unknown"
        )
    }

    @Test(arguments: [
        ["!done", ".tag=2"], ["!re", ".tag=01"], ["!re", ".tag=x"], ["!done", ".tag=c1"], ["!done"], ["!re", "=a=b"],
        ["!what", ".tag=1"], ["!done", ".tag="], ["!done", ".tag=99999999999999999999"],
    ])
    func `a reply that nobody can be given ends the connection`(_ words: [String]) {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add)
        machine.written()
        let text = words.count == 1 ? machine.receive(words[0]) : machine.receive(words[0], words[1])
        #expect(text == "close protocol_violation, a failed: protocol_violation unknown")
        #expect(machine.receive("!done", ".tag=1") == "nothing")
    }

    @Test func `a second done for a tag ends the connection`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1)
        _ = machine.receive("!done", ".tag=1")
        #expect(machine.receive("!done", ".tag=1") == "close protocol_violation")
    }

    // MARK: - Bounds

    @Test func `commands over the bound wait for their turn in order`() {
        var machine = MachineTranscript.ready { limits in
            limits.commandsInFlightMaximum = 1
            limits.commandsQueuedMaximum = 2
        }
        #expect(machine.submit(1) == " send 1 /x/print")
        #expect(machine.submit(2) == "wait")
        #expect(machine.submit(3) == "wait")
        #expect(machine.submit(4, Self.add, for: "d") == "d failed: queue_full none")
        #expect(machine.receive("!done", ".tag=1") == "a got [] ret - send 2 /x/print")
        #expect(machine.receive("!trap", ".tag=2", "=message=failure") == "nothing")
        #expect(machine.receive("!done", ".tag=2") == "a failed: trapped none send 3 /x/print")
    }

    @Test func `a reply of too many rows is cancelled and its tag kept`() {
        var machine = MachineTranscript.ready { $0.replyRowsMaximum = 2 }
        _ = machine.submit(1)
        _ = machine.receive("!re", ".tag=1", "=n=1")
        _ = machine.receive("!re", ".tag=1", "=n=2")
        #expect(machine.receive("!re", ".tag=1", "=n=3") == "a failed: reply_too_large none cancel 1")
        #expect(machine.receive("!re", ".tag=1", "=n=4") == "nothing")
        #expect(machine.receive("!done", ".tag=c1") == "nothing")
        #expect(machine.receive("!done", ".tag=1") == "nothing")
        #expect(machine.advance(100) == "nothing")
    }

    @Test func `a reply of too many bytes is cancelled`() {
        var machine = MachineTranscript.ready { $0.replyBytesMaximum = 40 }
        _ = machine.submit(1)
        #expect(machine.receive("!re", ".tag=1", "=n=12345678") == "nothing")
        #expect(machine.receive("!re", ".tag=1", "=n=12345678") == "a failed: reply_too_large none cancel 1")
    }

    // MARK: - Any order

    @Test func `whatever the router sends everybody gets one answer`() {
        var generator = Seed.generator
        let replies = ["!re", "!done", "!trap", "!empty", "!fatal", "!other"]
        for _ in 0..<2_000 {
            var machine = MachineTranscript.ready { limits in
                limits.commandsInFlightMaximum = 3
                limits.commandsQueuedMaximum = 3
                limits.replyRowsMaximum = 4
            }
            var waiting: Set<String> = []
            var number: UInt64 = 0
            func settle(_ text: String) {
                for part in text.split(separator: ",") {
                    for waiter in waiting where part.contains("\(waiter) got") || part.contains("\(waiter) failed") {
                        waiting.remove(waiter)
                    }
                }
            }
            for _ in 0..<Int.random(in: 1...60, using: &generator) {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0...2:
                    number += 1
                    waiting.insert("<\(number)>")
                    settle(
                        machine.submit(
                            number,
                            for: "<\(number)>",
                            streamed: Bool.random(using: &generator),
                            within: 3
                        )
                    )
                case 3: settle(machine.cancel(UInt64.random(in: 0...number, using: &generator)))
                case 4: machine.written()
                case 5: settle(machine.advance(Int64.random(in: 0...2, using: &generator)))
                default:
                    let reply = replies[min(5, Int.random(in: 0..<300, using: &generator).trailingZeroBitCount)]
                    let isCancel = Int.random(in: 0..<8, using: &generator) == 0
                    let tag = UInt64.random(in: 1...max(1, number), using: &generator)
                    settle(machine.receive(reply, ".tag=\(isCancel ? "c" : "")\(tag)"))
                }
            }
            settle(machine.end())
            #expect(waiting.isEmpty, "seed \(generator.seed)")
        }
    }
}
