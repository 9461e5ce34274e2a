import Logging
import Synchronization

/// Writes a warning or error that is said again and again once a minute, with how often it was said.
///
/// A full disk or a network that is down is one matter, however many jobs it stops and however often each of them tries again.
struct CalmLogHandler: LogHandler {
    private var base: any LogHandler
    private let lines: SharedLines
    /// What tells one occurrence of a matter from another.
    private static let alike: Set<String> = ["device", "id", "trigger"]

    /// Passes on to another handler what is not a repetition.
    ///
    /// - Parameter base: where lines go.
    init(_ base: any LogHandler) {
        self.base = base
        lines = SharedLines()
    }

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        guard event.level >= .warning else { return base.log(event: event) }
        // A router has its own host in it, and is a matter of its own; what fails for each device or request alike is one.
        let facts = (event.metadata ?? [:]).filter { !Self.alike.contains($0.key) }
        let matter = ["\(event.message)"] + facts.map { "\($0.key)=\($0.value)" }.sorted()
        let repetitions = lines.kept.withLock { $0.said(matter, at: .now) }
        switch repetitions {
        case nil: break
        case 0: base.log(event: event)
        case .some(let count):
            var event = event
            event.metadata = (event.metadata ?? [:]).merging(["said_before": "\(count)"]) { $1 }
            base.log(event: event)
        }
    }
}

/// What was said, for all copies of a logger.
private final class SharedLines: Sendable {
    let kept = Mutex(RepeatedLines<[String]>())
}
