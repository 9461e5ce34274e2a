import NIOCore
import RouterOSAPI
import Synchronization

@testable import GatewaySync

/// A connection that notes every round trip over it, and lets a test act right before one.
final class WatchedChannel: DeviceChannel {
    /// The paths of commands that were sent side by side.
    typealias RoundTrip = [String]

    private let inner: any DeviceChannel
    private let noted = Mutex<[RoundTrip]>([])
    private let bytes = Mutex(0)
    private let before = Mutex<(@Sendable (_ trip: RoundTrip, _ number: Int) async throws -> Void)?>(nil)

    init(_ inner: any DeviceChannel) {
        self.inner = inner
    }

    /// What was sent since ``start(_:)``, in order.
    var roundTrips: [RoundTrip] { noted.withLock { $0 } }

    /// How many bytes that were, without tags.
    var sentBytes: Int { bytes.withLock { $0 } }

    /// Forgets what was sent.
    ///
    /// - Parameter before: called before each round trip from now on, with its number from 1.
    func start(_ before: (@Sendable (_ trip: RoundTrip, _ number: Int) async throws -> Void)? = nil) {
        noted.withLock { $0 = [] }
        bytes.withLock { $0 = 0 }
        self.before.withLock { $0 = before }
    }

    var isOpen: Bool { inner.isOpen }

    func batch(
        _ commands: [Command],
        window: Int,
        deadline: Duration?
    ) async -> [Result<Response, RouterOSError>] {
        let trip = commands.map(\.path).sorted()
        var buffer = ByteBuffer()
        for command in commands { SentenceEncoder().encode(data: command.sentence, out: &buffer) }
        bytes.withLock { $0 += buffer.readableBytes }
        let number = noted.withLock { noted in
            noted.append(trip)
            return noted.count
        }
        do {
            try await before.withLock { $0 }?(trip, number)
        } catch {
            return commands.map { .failure(RouterOSError(.cancelled, command: $0.path)) }
        }
        return await inner.batch(commands, window: window, deadline: deadline)
    }

    func call(_ command: Command, deadline: Duration?) async throws(RouterOSError) -> Response {
        noted.withLock { $0.append([command.path]) }
        return try await inner.call(command, deadline: deadline)
    }

    func changes(_ command: Command) -> any AsyncSequence<Row, RouterOSError> & Sendable {
        inner.changes(command)
    }

    func close() async {
        await inner.close()
    }
}
