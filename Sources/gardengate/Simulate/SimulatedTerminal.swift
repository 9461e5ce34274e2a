import Foundation
import Glibc
import RouterOSSimulator

/// The terminal of a simulated router.
struct SimulatedTerminal {
    /// What cuts the power, for nobody is there to do it.
    private static let power = "!power"

    let router: SimulatedRouter

    /// The lines of standard input, until its end.
    static func typedLines() -> AsyncStream<String> {
        let (lines, continuation) = AsyncStream<String>.makeStream()
        // Reading blocks, so it has a thread of its own, which ends with the input or with the process.
        let reader = Thread {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }
        reader.start()
        return lines
    }

    /// Runs what is typed, command by command.
    ///
    /// - Parameter lines: what is typed.
    /// - Throws: `SimulatedRouterError` when the router is not there any more.
    func serve(_ lines: AsyncStream<String>) async throws {
        var input = TerminalInput()
        prompt(input)
        for await line in lines {
            if input.isEmpty, line == Self.power {
                try await router.powerCut()
                Streams.output("the power was cut, and is back")
            } else if let command = input.command(after: line) {
                try await run(command)
            }
            prompt(input)
        }
    }

    private func run(_ command: String) async throws {
        do throws(SimulatedRouterError) {
            try await router.run(command, as: router.user, printing: Streams.output)
        } catch .commandRefused(let text) {
            return Streams.output(text)
        }
        if command.hasPrefix("/system/device-mode/update") {
            Streams.output("confirm it within five minutes by cutting the power: \(Self.power)")
        }
    }

    /// Shows that the router waits, to who types.
    private func prompt(_ input: TerminalInput) {
        guard isatty(STDIN_FILENO) == 1 else { return }
        Streams.outputText(input.isEmpty ? "[\(router.user)@router-0] > " : "{... ")
    }
}
