import Foundation
import Testing

/// The story that a newcomer sees first.
@Suite struct DemoTests {
    @Test(.timeLimit(.minutes(15))) func `the demo tells its story in time and leaves nothing behind`() async throws {
        let place = try Workplace()
        let temporary = place.path("tmp")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let before = try FileManager.default.contentsOfDirectory(atPath: place.path(""))
        let demo = try CommandProcess(
            ["demo", "--exit"],
            environment: place.environment.merging(["TMPDIR": temporary]) { $1 },
            deadline: .seconds(180)
        )
        let outcome = await demo.outcome()
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("+ user "))
        #expect(outcome.output.contains("201: 50 coupons"))
        #expect(outcome.output.contains("coupon-schedules/{id}/run, ahead of time: 20 codes"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path("")) == before)
    }

    @Test(.timeLimit(.minutes(15))) func `it serves on until it is stopped, and its token opens the API`() async throws
    {
        let place = try Workplace()
        let demo = try place.start(["demo"], deadline: .seconds(180))
        let line = try #require(await demo.outputLine(containing: "curl -H")).trimmingCharacters(in: .whitespaces)
        let answer = try await place.tool("/bin/sh", "-c", line.replacingOccurrences(of: "curl ", with: "curl -s "))
        #expect(answer.output.hasPrefix(#"[{"id":"#), "\(answer.output)")
        #expect(await demo.outputLine(containing: "Serving until Ctrl-C") != nil)
        demo.signal(SIGINT)
        let outcome = await demo.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("Stopped, and removed"))
    }
}
