import GatewaySync
import Logging

/// The settings that a running `serve` works by, and how they change while it runs.
actor RunningSettings {
    /// What came of reading the configuration again.
    enum Outcome: Hashable, Sendable {
        /// It is not as it must be, and everything stays as it was.
        case refused([String])
        /// It was taken over, as far as that is possible.
        case taken(changed: [String], waiting: [String])
    }

    private let source: ConfigurationSource
    private let level: LiveLogLevel
    private let openFiles: Int
    private let logger: Logger
    private var sync: SyncService?
    /// What holds now.
    private(set) var settings: GatewaySettings

    /// Begins with what was read at the start.
    ///
    /// - Parameters:
    ///   - settings: what was read.
    ///   - source: where it came from, to be read again.
    ///   - level: which log lines are written.
    ///   - openFiles: how many files this process may have open, which bounds its connections.
    ///   - logger: tells what was taken over.
    init(
        _ settings: GatewaySettings,
        source: ConfigurationSource,
        level: LiveLogLevel,
        openFiles: Int,
        logger: Logger
    ) {
        self.openFiles = openFiles
        self.settings = settings
        self.source = source
        self.level = level
        self.logger = logger
    }

    /// Hands over what works by the settings from now on.
    ///
    /// - Parameter make: makes it of what holds now.
    /// - Returns: what was made.
    func serve(by make: (SyncConfiguration) -> SyncService) -> SyncService {
        let sync = make(possible(settings.sync))
        self.sync = sync
        return sync
    }

    /// What was asked for, with no more connections than there may be open files.
    private func possible(_ configuration: SyncConfiguration) -> SyncConfiguration {
        var configuration = configuration
        configuration.connectionsMaximum = OpenFiles.connections(
            wanted: configuration.connectionsMaximum,
            allowed: openFiles
        )
        return configuration
    }

    /// Reads the configuration again, and takes over what can be: all of it is checked first.
    @discardableResult
    func reload() async -> Outcome {
        let outcome = await takeOver()
        switch outcome {
        case .refused(let problems):
            logger.error(
                "the configuration was not reloaded, and everything stays as it was",
                metadata: ["problems": "\(problems.joined(separator: "; "))"]
            )
        case .taken(let changed, let waiting):
            logger.notice(
                "configuration reloaded",
                metadata: ["changed": "\(changed.isEmpty ? "nothing" : changed.joined(separator: ", "))"]
            )
            if !waiting.isEmpty {
                logger.warning(
                    "changed keys wait for a restart",
                    metadata: ["keys": "\(waiting.joined(separator: ", "))"]
                )
            }
        }
        return outcome
    }

    private func takeOver() async -> Outcome {
        let wanted: GatewaySettings
        do throws(ConfigurationProblems) {
            wanted = try source.read().checked()
        } catch {
            return .refused(error.lines)
        }
        var (next, changed, waiting) = (settings, [String](), [String]())
        for key in ConfigurationKey.all {
            let (before, after) = (key.text(in: settings), key.text(in: wanted))
            guard before != after else { continue }
            switch key.effect {
            case .onRestart: waiting.append(key.name)
            case .onReload:
                do throws(ConfigurationRefusal) {
                    try key.read(key.texts(wanted), &next)
                } catch {
                    return .refused(["\(key.name) \(error.text)"])
                }
                changed.append("\(key.name) \(before ?? "") -> \(after ?? "")")
            }
        }
        settings = next
        level.level = next.logLevel
        guard !changed.isEmpty, let sync else { return .taken(changed: changed, waiting: waiting) }
        do {
            try await sync.reconfigure(possible(next.sync))
        } catch {
            // They come by the old interval once more, and by the new one from then on.
            logger.warning("looks were not brought forward", metadata: ["reason": "\(error)"])
        }
        return .taken(changed: changed, waiting: waiting)
    }
}
