import ArgumentParser
import Foundation
import Glibc

/// `gardengate demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show all of it at work, with three simulated routers.",
        discussion: """
            Makes a database in a temporary folder, starts three simulated routers in this process, pushes coupons to \
            them over TLS, lets a guest log in, and repairs what another tool broke. Then it goes on serving until \
            Ctrl-C, so that the other commands can be tried on it. The folder is removed at the end.

            Example:
              gardengate demo --exit
            """
    )

    @Flag(help: "End after the story.")
    var exit = false

    func run() async throws {
        // A reader that goes away early, as head does, must not keep the folder from being removed.
        signal(SIGPIPE, SIG_IGN)
        // A terminal that is closed ends it too, and nothing may be left behind.
        let signals = TerminationSignals([SIGINT, SIGTERM, SIGHUP])
        let output = DemoOutput(style: .standardOutput())
        let folder = try DemoFolder()
        let story = DemoStory(folder: folder, output: output, endsAfterwards: exit)
        let isInterrupted: Bool
        do {
            isInterrupted = try await Self.tell(story, until: signals)
        } catch {
            // The story's error says more than one of the folder would.
            try? folder.remove()
            throw error
        }
        try folder.remove()
        guard !isInterrupted else {
            throw CommandFailure(
                "the demo was interrupted; its folder is removed",
                exitCode: CommandFailure.interrupted
            )
        }
        if !exit { output.heading("Stopped, and removed \(folder.path).") }
    }

    /// Tells the story until it ends or a signal comes.
    ///
    /// - Returns: whether the signal came in the middle, and not when everything was told.
    private static func tell(_ story: DemoStory, until signals: TerminationSignals) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                do {
                    try await story.tell()
                    return false
                } catch  where Task.isCancelled {
                    return true
                }
            }
            group.addTask {
                await signals.wait()
                return nil
            }
            defer { group.cancelAll() }
            while let first = try await group.next() {
                if let isInterrupted = first { return isInterrupted }
                group.cancelAll()
            }
            return true
        }
    }
}

extension CommandFailure {
    /// Exit code of a command that SIGINT ended, as shells count it: 128 and the number of the signal.
    fileprivate static let interrupted: Int32 = 128 + SIGINT
}
