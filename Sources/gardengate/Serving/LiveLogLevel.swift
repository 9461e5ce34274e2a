import Logging
import Synchronization

/// From which level on is logged, for all loggers of the process at once.
final class LiveLogLevel: Sendable {
    private let value: Mutex<Logger.Level>

    init(_ level: Logger.Level) {
        value = Mutex(level)
    }

    /// The level.
    var level: Logger.Level {
        get { value.withLock(\.self) }
        set { value.withLock { $0 = newValue } }
    }
}

/// Writes to standard error from a level on that may change while it is in use.
struct LiveLogHandler: LogHandler {
    private var output: StreamLogHandler
    private let shared: LiveLogLevel
    private var own: Logger.Level?

    /// Makes a handler that shares its level.
    init(label: String, level: LiveLogLevel) {
        output = .standardError(label: label)
        shared = level
    }

    /// The shared level, unless this copy was given one of its own.
    var logLevel: Logger.Level {
        get { own ?? shared.level }
        set { own = newValue }
    }

    var metadata: Logger.Metadata {
        get { output.metadata }
        set { output.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { output.metadataProvider }
        set { output.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { output[metadataKey: key] }
        set { output[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        output.log(event: event)
    }
}
