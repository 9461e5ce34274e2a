import ArgumentParser
import Foundation

/// How the process ends when a command throws: help on standard output, or one line on standard error.
enum CommandExit {
    /// Prints what the error says and ends the process.
    static func exit(with error: any Error) -> Never {
        if let failure = error as? CommandFailure {
            Streams.error("error: \(failure.message.oneLine)")
            Foundation.exit(failure.exitCode)
        }
        if let problems = error as? ConfigurationProblems {
            for line in problems.lines { Streams.error("error: \(line)") }
            Foundation.exit(ConfigurationProblems.exitCode)
        }
        // Whoever throws a bare code has said everything.
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        let code = Gardengate.exitCode(for: error)
        if code == .success {
            Streams.output(Gardengate.fullMessage(for: error))
            Foundation.exit(0)
        }
        if code == .validationFailure {
            Streams.error("error: \(usageMessage(for: error))")
            Foundation.exit(ExitCode.validationFailure.rawValue)
        }
        Streams.error("error: \("\(error)".oneLine)")
        Foundation.exit(code.rawValue)
    }

    /// What was not understood, and where to read how it is written.
    private static func usageMessage(for error: any Error) -> String {
        var message = Gardengate.message(for: error).oneLine
        while message.hasSuffix(".") { message.removeLast() }
        let pointer = Gardengate.fullMessage(for: error).split(separator: "\n").last { $0.contains("See '") }
        guard let command = pointer?.split(separator: "'").dropFirst().first else { return message }
        return "\(message); see \(command)"
    }
}
