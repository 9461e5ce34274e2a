import Logging
import Synchronization
import Testing

@testable import gardengate

/// One matter is told once a minute, however many jobs it stops and however often each of them tries again.
@Suite struct RepeatedLinesTests {
    @Test func `a line that repeats is written once a minute, with how often it was not`() {
        var lines = RepeatedLines<String>()
        let start = ContinuousClock.now
        #expect(lines.said("full", at: start) == 0)
        for second in 1..<60 { #expect(lines.said("full", at: start + .seconds(second)) == nil) }
        #expect(lines.said("other", at: start + .seconds(30)) == 0)
        #expect(lines.said("full", at: start + .seconds(60)) == 59)
        #expect(lines.said("full", at: start + .seconds(61)) == nil)
        #expect(lines.said("full", at: start + .seconds(120)) == 1)
        #expect(lines.said("full", at: start + .seconds(600)) == 0)
    }

    @Test func `no more lines are remembered than there is room for, and none is lost`() {
        var lines = RepeatedLines<Int>()
        let start = ContinuousClock.now
        let many = RepeatedLines<Int>.linesMaximum + 10
        for line in 0..<many { #expect(lines.said(line, at: start) == 0) }
        for line in 0..<many {
            #expect(lines.said(line, at: start) == (line < RepeatedLines<Int>.linesMaximum ? nil : 0))
        }
        // A minute later there is room again.
        #expect(lines.said(many, at: start + .seconds(60)) == 0)
        #expect(lines.said(many, at: start + .seconds(60)) == nil)
    }

    @Test func `warnings and errors that repeat are held back, each router's apart, and nothing else is`() {
        let written = Written()
        let repeated = RepeatedEvents()
        let logger = Logger(label: "test") { _ in CalmLogHandler(Handler(written: written), repeated) }
        for device in 0..<5 {
            logger.error("not recorded", metadata: ["device": "\(device)", "reason": "the disk is full"])
            logger.warning("not as it should be", metadata: ["host": "10.0.0.\(device)", "reason": "refused"])
            logger.notice("looked at", metadata: ["reason": "due"])
        }
        var copy = logger
        copy[metadataKey: "part"] = "copy"
        copy.error("not recorded", metadata: ["reason": "the disk is full"])
        copy.error("not recorded", metadata: ["reason": "the disk is gone"])
        let lines = written.lines.withLock { $0 }
        #expect(lines.count { $0 == "not recorded" } == 2)
        #expect(lines.count { $0 == "not as it should be" } == 5)
        #expect(lines.count { $0 == "looked at" } == 5)
        // At the end it is told how often the rest was said: five times more.
        repeated.tellTheRest()
        let rest = written.lines.withLock { $0.dropFirst(lines.count) }
        #expect(rest.elementsEqual(["not recorded, said_before 4"]))
        repeated.tellTheRest()
        #expect(written.lines.withLock(\.count) == lines.count + 1)
    }

    @Test func `how often a line was held back is told also when it is not said again`() {
        var lines = RepeatedLines<String>()
        let start = ContinuousClock.now
        for second in 0..<10 { _ = lines.said("full", at: start + .seconds(second)) }
        _ = lines.said("once", at: start)
        #expect(lines.overdue(at: start + .seconds(59)).isEmpty)
        let overdue = lines.overdue(at: start + .seconds(60))
        #expect(overdue.map(\.line) == ["full"] && overdue.map(\.repetitions) == [9])
        #expect(lines.overdue(at: start + .seconds(600)).isEmpty)
        #expect(lines.said("full", at: start + .seconds(61)) == nil, "it was written a second ago")
        #expect(lines.overdue(at: nil).map(\.repetitions) == [1])
    }

    private final class Written: Sendable {
        let lines = Mutex<[String]>([])
    }

    private struct Handler: LogHandler {
        let written: Written
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let repetitions = event.metadata?["said_before"].map { ", said_before \($0)" } ?? ""
            written.lines.withLock { $0.append("\(event.message)\(repetitions)") }
        }
    }
}
