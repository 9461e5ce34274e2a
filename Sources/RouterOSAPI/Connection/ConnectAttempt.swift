import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// An attempt to open a TCP connection that can be given up, together with whatever follows on its channel.
final class ConnectAttempt: Sendable {
    private struct State {
        var isCancelled = false
        /// One for each of the host's addresses that is tried.
        var channels: [any Channel] = []
    }

    private let state = NIOLockedValueBox(State())

    var isCancelled: Bool {
        self.state.withLockedValue { $0.isCancelled }
    }

    /// Gives up: a channel that is connecting or open is closed.
    func cancel() {
        let channels = self.state.withLockedValue { state in
            state.isCancelled = true
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Connects, with the pipeline made by `setUp` on the event loop.
    func bootstrap<Opening: Sendable>(
        _ configuration: RouterOSConnectionConfiguration,
        on group: any EventLoopGroup,
        _ setUp: @escaping @Sendable (any Channel) throws -> Opening
    ) async throws -> Opening {
        try await ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(min(configuration.connectTimeout, .seconds(86_400))))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try self.add(channel)
                    return try setUp(channel)
                }
            }
    }

    /// What the caller is told when no connection came about.
    func error(for error: any Error, _ host: String, _ port: Int) -> RouterOSError {
        if self.isCancelled { return RouterOSError(.cancelled) }
        if let error = error as? TLSError { return RouterOSError(.tls(error)) }
        return RouterOSError(.connectFailed(host: host, port: port, text: ConnectFailureText.text(for: error)))
    }

    private func add(_ channel: any Channel) throws {
        let isCancelled = self.state.withLockedValue { state in
            if !state.isCancelled { state.channels.append(channel) }
            return state.isCancelled
        }
        if isCancelled { throw CancellationError() }
    }
}
