import Logging
import Synchronization

/// Keeps everything that is logged, whatever its level.
final class LogRecorder: LogHandler {
    private let storage = Mutex<[String]>([])

    var lines: [String] { self.storage.withLock { $0 } }

    var logLevel: Logger.Level {
        get { .trace }
        // The level is fixed: what is left out nobody checks.
        set {}
    }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        self.storage.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}
