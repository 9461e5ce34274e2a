import RouterOSAPI

@testable import GatewaySync

/// A connection to nothing: what a test does about a call is its answer.
final class QuietChannel: DeviceChannel {
    private let called: @Sendable () async -> Void

    init(called: @escaping @Sendable () async -> Void) {
        self.called = called
    }

    let isOpen = true

    func batch(
        _ commands: [Command],
        window: Int,
        deadline: Duration?
    ) async -> [Result<Response, RouterOSError>] {
        commands.map { .failure(RouterOSError(.cancelled, command: $0.path)) }
    }

    func call(_ command: Command, deadline: Duration?) async throws(RouterOSError) -> Response {
        await called()
        throw RouterOSError(.trapped(Trap(message: "failure: nothing is here")), command: command.path)
    }

    func changes(_ command: Command) -> any AsyncSequence<Row, RouterOSError> & Sendable {
        NoChanges()
    }

    func close() async {}

    private struct NoChanges: AsyncSequence, AsyncIteratorProtocol, Sendable {
        func next(isolation actor: isolated (any Actor)?) async throws(RouterOSError) -> Row? { nil }
        func makeAsyncIterator() -> NoChanges { self }
    }
}
