import Logging

/// The loggers of the command.
///
/// Standard output is for results; logs go to standard error.
enum Log {
    /// Says nothing: what matters reaches the caller as an error.
    static let silent = Logger(label: "gardengate") { _ in SwiftLogNoOpLogHandler() }

    /// Writes to standard error from this level on, which may change; a warning or error that repeats, once a minute.
    ///
    /// - Parameter level: from which level on.
    /// - Returns: the logger, and what it holds back, which is to be told at the end.
    static func standardError(_ level: LiveLogLevel) -> (Logger, RepeatedEvents) {
        let repeated = RepeatedEvents()
        let logger = Logger(label: "gardengate") { label in
            CalmLogHandler(LiveLogHandler(label: label, level: level), repeated)
        }
        return (logger, repeated)
    }
}
