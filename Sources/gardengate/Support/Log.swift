import Logging

/// The loggers of the command.
///
/// Standard output is for results; logs go to standard error.
enum Log {
    /// Says nothing: what matters reaches the caller as an error.
    static let silent = Logger(label: "gardengate") { _ in SwiftLogNoOpLogHandler() }

    /// Writes to standard error from this level on, which may change; a warning or error that repeats, once a minute.
    static func standardError(_ level: LiveLogLevel) -> Logger {
        Logger(label: "gardengate") { CalmLogHandler(LiveLogHandler(label: $0, level: level)) }
    }
}
