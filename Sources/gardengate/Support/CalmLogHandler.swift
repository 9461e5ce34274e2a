import Logging
import Synchronization

/// Writes a warning or error that is said again and again once a minute, with how often it was said.
///
/// What was held back and is not said again is written with the next line of any kind, or at the end.
///
/// A full disk or a network that is down is one matter, however many jobs it stops and however often each of them tries again.
struct CalmLogHandler: LogHandler {
    private var base: any LogHandler
    private let repeated: RepeatedEvents
    /// What tells one occurrence of a matter from another.
    private static let alike: Set<String> = ["device", "id", "trigger"]

    /// Passes on to another handler what is not a repetition.
    ///
    /// - Parameters:
    ///   - base: where lines go.
    ///   - repeated: what is held back.
    init(_ base: any LogHandler, _ repeated: RepeatedEvents) {
        self.base = base
        self.repeated = repeated
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
        repeated.tellTheRest(at: .now)
        guard event.level >= .warning else { return base.log(event: event) }
        // A router has its own host in it, and is a matter of its own; what fails for each device or request alike is one.
        let facts = (event.metadata ?? [:]).filter { !Self.alike.contains($0.key) }
        let matter = ["\(event.message)"] + facts.map { "\($0.key)=\($0.value)" }.sorted()
        repeated.say(event, matter, to: base, at: .now)
    }
}
