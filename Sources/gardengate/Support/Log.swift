import Logging

/// The loggers of the command.
///
/// Standard output is for results; logs go to standard error.
enum Log {
    /// Says nothing: what matters reaches the caller as an error.
    static let silent = Logger(label: "gardengate") { _ in SwiftLogNoOpLogHandler() }

    /// Writes to standard error from this level on.
    static func standardError(_ level: Logger.Level) -> Logger {
        var logger = Logger(label: "gardengate") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
