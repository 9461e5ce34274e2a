import GatewayDomain
import GatewayStore
import Hummingbird
import NIOCore
import ServiceLifecycle

/// One stream of events to one reader.
///
/// Nothing is kept for it in memory: each page is read from the store when the reader has taken the one before. Whoever reads slowly is
/// behind, and whoever reads nothing for too long is cut off by the server's watch over what is sent.
struct EventStream: Sendable {
    /// The type of the answer.
    static let contentType = "text/event-stream"
    /// What a reader has seen who has seen nothing of what is kept.
    static let beginning = GatewayEvent.ID("00000000-0000-0000-0000-000000000000")
    /// So many events are read at once.
    private static let pageSize = 100

    let store: Store
    let kinds: Set<GatewayEvent.Kind>
    let position: Int64
    let duration: Duration
    let heartbeatInterval: Duration

    /// Writes what there is and what comes, until the time is over, the reader is gone, or the server stops.
    func write(to writer: inout any ResponseBodyWriter) async throws {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // Before the first look: no event falls between the two.
        let changes = store.changeSignals()
        let end = ContinuousClock.now + duration
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                for await _ in changes { wake.yield() }
                wake.finish()
            }
            group.addTask {
                do { try await gracefulShutdown() } catch is CancellationError { return }
                wake.finish()
            }
            group.addTask {
                while ContinuousClock.now < end {
                    let rest = min(heartbeatInterval, end - .now)
                    do { try await Task.sleep(for: rest) } catch { return }
                    wake.yield()
                }
                wake.finish()
            }
            defer { group.cancelAll() }
            try await write(whenever: wakes, to: &writer)
        }
    }

    private func write(whenever wakes: AsyncStream<Void>, to writer: inout any ResponseBodyWriter) async throws {
        // A reader that is cut off comes back after two seconds.
        try await writer.write(ByteBuffer(string: ": gardengate\nretry: 2000\n\n"))
        var position = try await writeNew(after: position, to: &writer).position
        // An id without an event tells nothing, and is remembered: whoever is cut off before the first event, or asks for rare ones
        // only, goes on from here all the same.
        let place = try await store.eventID(at: position) ?? Self.beginning
        try await writer.write(ByteBuffer(string: "id: \(place)\n\n"))
        var toldAt = ContinuousClock.now
        for await _ in wakes {
            let new = try await writeNew(after: position, to: &writer)
            position = new.position
            if new.hasTold {
                toldAt = .now
            } else if toldAt + heartbeatInterval <= .now {
                try await writer.write(ByteBuffer(string: ":\n\n"))
                toldAt = .now
            }
        }
    }

    /// Writes the events after a place.
    ///
    /// - Returns: the place behind them, and whether there were any.
    private func writeNew(
        after start: Int64,
        to writer: inout any ResponseBodyWriter
    ) async throws -> (position: Int64, hasTold: Bool) {
        var position = start
        var hasTold = false
        while true {
            let page = try await store.events(after: position, kinds: kinds, limit: Self.pageSize)
            position = page.position
            guard !page.events.isEmpty else { break }
            try await writer.write(ByteBuffer(string: page.events.map(Self.text).joined()))
            hasTold = true
            if page.events.count < Self.pageSize { break }
        }
        return (position: position, hasTold: hasTold)
    }

    /// An event as the stream has it; its JSON has no line breaks.
    private static func text(_ event: RecordedEvent) -> String {
        "id: \(event.id)\nevent: \(event.kind.rawValue)\ndata: \(event.json)\n\n"
    }
}
