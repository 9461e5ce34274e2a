import Logging
import Synchronization

/// Log lines that were said lately, and the newest of each that was held back, for all copies of a logger.
final class RepeatedEvents: Sendable {
    private struct Held {
        let event: LogEvent
        let handler: any LogHandler
    }

    private struct State {
        var lines = RepeatedLines<[String]>()
        var held: [[String]: Held] = [:]
    }

    private let state = Mutex(State())

    /// Writes an event, unless the same matter was written a moment ago.
    ///
    /// - Parameters:
    ///   - event: the event.
    ///   - matter: what it is about.
    ///   - handler: where it is written.
    ///   - now: the time.
    func say(_ event: LogEvent, _ matter: [String], to handler: any LogHandler, at now: ContinuousClock.Instant) {
        let repetitions = state.withLock { state in
            let repetitions = state.lines.said(matter, at: now)
            state.held[matter] = repetitions == nil ? Held(event: event, handler: handler) : nil
            return repetitions
        }
        if let repetitions { Self.write(event, repetitions, to: handler) }
    }

    /// Writes the newest of each matter that was held back and whose time is over.
    ///
    /// - Parameter now: the time; nil writes all, since nothing follows. Default: nil.
    func tellTheRest(at now: ContinuousClock.Instant? = nil) {
        let rest = state.withLock { state in
            state.lines.overdue(at: now).compactMap { line, repetitions in
                state.held.removeValue(forKey: line).map { ($0, repetitions) }
            }
        }
        // This one is one of them.
        for (held, repetitions) in rest { Self.write(held.event, repetitions - 1, to: held.handler) }
    }

    private static func write(_ event: LogEvent, _ repetitions: Int, to handler: any LogHandler) {
        guard repetitions > 0 else { return handler.log(event: event) }
        var event = event
        event.metadata = (event.metadata ?? [:]).merging(["said_before": "\(repetitions)"]) { $1 }
        handler.log(event: event)
    }
}
