import Testing

@testable import RouterOSAPI

struct ConnectionStateMachineTimeTests {
    static let add = Command("/x/add").with("name", "v")

    // MARK: - Cancelling

    /// The order measured on 7.23.1 and 7.24: the trap, the cancel's own done, then the cancelled command's.
    @Test func `a cancelled command keeps its tag until done`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Command("/x/listen"), streamed: true)
        #expect(machine.cancel(1) == "a failed: cancelled none cancel 1")
        #expect(machine.cancel(1) == "nothing")
        #expect(machine.receive("!re", ".tag=1", "=n=late") == "nothing")
        #expect(machine.receive("!trap", ".tag=1", "=category=2", "=message=interrupted") == "nothing")
        #expect(machine.receive("!empty", ".tag=1") == "nothing")
        #expect(machine.receive("!done", ".tag=c1") == "nothing")
        #expect(machine.receive("!done", ".tag=1") == "nothing")
        #expect(machine.advance(100) == "nothing")
        #expect(machine.receive("!done", ".tag=1") == "close protocol_violation")
    }

    @Test func `a cancel that comes too late for the router changes nothing`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1)
        _ = machine.cancel(1)
        #expect(machine.receive("!done", ".tag=1") == "nothing")
        #expect(machine.receive("!trap", ".tag=c1", "=message=no such item") == "nothing")
        #expect(machine.receive("!done", ".tag=c1") == "nothing")
        #expect(machine.cancel(1) == "nothing")
        #expect(machine.advance(100) == "nothing")
    }

    @Test func `a cancelled change may have happened and a queued one not`() {
        var machine = MachineTranscript.ready { $0.commandsInFlightMaximum = 1 }
        _ = machine.submit(1, Self.add, for: "a")
        _ = machine.submit(2, Self.add, for: "b")
        _ = machine.submit(3, Self.add, for: "c")
        #expect(machine.cancel(2) == "b failed: cancelled none")
        #expect(machine.cancel(1) == "a failed: cancelled unknown cancel 1")
        // The router still works on the first one, so the third has to wait for it.
        #expect(machine.receive("!done", ".tag=c1") == "nothing")
        #expect(machine.receive("!done", ".tag=1") == " send 3 /x/add")
    }

    // MARK: - Deadlines

    @Test func `a missed deadline fails the caller and cancels the command`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add, for: "a", within: 3)
        _ = machine.submit(2, Command("/x/print"), for: "b", within: 30)
        machine.written()
        #expect(machine.advance(2) == "next in 1")
        #expect(machine.advance(1) == "a failed: timed_out unknown,  cancel 1, next in 5")
        #expect(machine.receive("!done", ".tag=1") == "nothing")
        #expect(machine.receive("!done", ".tag=c1") == "nothing")
        #expect(machine.advance(1) == "next in 26")
        #expect(machine.receive("!done", ".tag=2") == "b got [] ret -")
    }

    /// The bytes of a turn cannot be called back: they leave with the turn's flush, after the timer.
    @Test func `a change whose deadline comes before its bytes have left may still happen`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add, for: "a", within: 1)
        #expect(machine.advance(1) == "a failed: timed_out unknown,  cancel 1, next in 5")
    }

    @Test func `a router that does not end a cancelled command is left`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add, for: "a", within: 3)
        _ = machine.submit(2, Self.add, for: "b", within: 30)
        machine.written()
        _ = machine.advance(3)
        #expect(machine.receive("!done", ".tag=c1") == "nothing")
        #expect(machine.advance(5) == "b failed: unresponsive unknown, close unresponsive")
    }

    @Test func `a router is not blamed while this side does not read`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Self.add, for: "a", within: 3)
        machine.written()
        _ = machine.advance(3)
        #expect(machine.advance(5, isReadingPaused: true) == "next in 5")
        #expect(machine.advance(5) == "close unresponsive")
    }

    @Test func `a deadline runs while a command waits for its turn`() {
        var machine = MachineTranscript.ready { $0.commandsInFlightMaximum = 1 }
        _ = machine.submit(1, Self.add, for: "a", within: 30)
        _ = machine.submit(2, Self.add, for: "b", within: 2)
        _ = machine.submit(3, Self.add, for: "c", within: 30)
        #expect(machine.advance(2) == "b failed: timed_out none, next in 28")
        #expect(machine.receive("!done", ".tag=1") == "a got [] ret - send 3 /x/add")
    }

    @Test func `a listen has no deadline`() {
        var machine = MachineTranscript.ready()
        _ = machine.submit(1, Command("/x/listen"), streamed: true)
        #expect(machine.advance(1_000_000) == "nothing")
    }
}
