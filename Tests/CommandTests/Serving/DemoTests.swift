import Foundation
import Testing

/// The story that a newcomer sees first.
@Suite struct DemoTests {
    @Test(.timeLimit(.minutes(1))) func `the demo tells its story in time and leaves nothing behind`() async throws {
        let place = try Workplace()
        let temporary = place.path("tmp")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let before = try FileManager.default.contentsOfDirectory(atPath: place.path(""))
        let demo = try CommandProcess(
            ["demo", "--exit"],
            environment: place.environment.merging(["TMPDIR": temporary]) { $1 },
            deadline: .seconds(30)
        )
        let outcome = await demo.outcome()
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("+ user "))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path("")) == before)
    }
}
