import NIOCore
import Synchronization

/// One connection to a router, logged in.
///
///     let connection = try await RouterOSConnection.connect(configuration, credentials: credentials, on: group, logger: logger)
///     let users = try await connection.call(Command("/ip/hotspot/user/print").proplist([".id", "name"]))
///     await connection.close()
///
/// Commands may be given from any task; their tags keep the answers apart. A router may carry out commands that are in flight together
/// in any order: await the first before giving a second that depends on it.
public final class RouterOSConnection: Sendable {
    /// The certificate that the router presented; nil for anonymous TLS and plain TCP.
    public let peerFingerprint: CertificateFingerprint?

    /// What the connection was made with.
    public let configuration: RouterOSConnectionConfiguration

    private let channel: any Channel
    private let handler: NIOLoopBound<ConnectionHandler>
    private let closedFuture: EventLoopFuture<RouterOSErrorReason>
    private let lastNumber = Atomic<UInt64>(0)

    /// Wraps a channel whose login is done.
    init(
        _ opening: ConnectionOpening,
        peerFingerprint: CertificateFingerprint?,
        configuration: RouterOSConnectionConfiguration
    ) {
        self.channel = opening.channel
        self.handler = opening.handler
        self.closedFuture = opening.closed
        self.peerFingerprint = peerFingerprint
        self.configuration = configuration
    }

    deinit {
        self.channel.close(promise: nil)
    }

    /// Whether the connection is still there, as far as this side knows: a router that lost power says nothing.
    public var isOpen: Bool {
        self.channel.isActive
    }

    /// Closes the connection.
    ///
    /// Calls that wait get ``RouterOSErrorReason/closedLocally``.
    public func close() async {
        self.onLoop { $0.close(because: .closedLocally) }
        await self.waitUntilClosed()
    }

    /// Waits for the end of the connection, from whatever side.
    ///
    /// - Returns: why it ended.
    @discardableResult
    public func waitUntilClosed() async -> RouterOSErrorReason {
        do {
            return try await self.closedFuture.get()
        } catch {
            // The promise is never failed; were it, the connection would be gone too.
            return .connectionFailed("\(error)")
        }
    }

    /// What the TLS handshake settled on; nil on plain TCP.
    package func handshake() async -> TLSHandshakeCompleted? {
        await withCheckedContinuation { continuation in
            self.onLoop { continuation.resume(returning: $0.handshake) }
        }
    }

    /// Runs something with the handler, on its event loop.
    private func onLoop(_ body: @escaping @Sendable (ConnectionHandler) -> Void) {
        let handler = self.handler
        self.channel.eventLoop.execute { body(handler.value) }
    }

    private func nextNumber() -> UInt64 {
        self.lastNumber.add(1, ordering: .relaxed).newValue
    }
}

// MARK: - Calls

extension RouterOSConnection {
    /// Has the router carry out a command, and collects its rows.
    ///
    /// Cancelling the task has the router stop (`/cancel`) and returns at once; the connection stays usable.
    ///
    /// - Parameters:
    ///   - command: what to do.
    ///   - deadline: how long to wait for the whole answer, waiting for a turn included. Default that of the configuration.
    /// - Returns: the rows, and what the command returned.
    /// - Throws: ``RouterOSError``; its effect tells whether the router may have carried the command out.
    public func call(_ command: Command, deadline: Duration? = nil) async throws(RouterOSError) -> Response {
        let number = self.nextNumber()
        let allowed = deadline ?? self.configuration.callDeadline
        let cancellation = CallCancellation()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.onLoop { handler in
                    let request = CommandRequest(
                        number: number,
                        command: command,
                        delivery: .collected,
                        waiter: CommandWaiter.call(continuation, cancellation),
                        deadline: .distantFuture,
                        allowed: allowed
                    )
                    handler.submit(request, allowed: allowed)
                }
            }
        } onCancel: {
            cancellation.cancel()
            self.onLoop { $0.cancel(number) }
        }
        return try result.get()
    }

    /// Has the router carry out a command, and gives its rows as they come.
    ///
    /// - Parameters:
    ///   - command: what to do.
    ///   - deadline: how long to wait for the whole answer. Default that of the configuration.
    /// - Returns: the rows. The router is asked right away.
    public func rows(_ command: Command, deadline: Duration? = nil) -> RowSequence {
        self.stream(command, allowed: deadline ?? self.configuration.callDeadline)
    }

    /// Has the router report changes until the sequence is let go of or its reading task is cancelled.
    ///
    /// There is no deadline: a menu in which nothing changes is silent. To miss nothing, call this first, then print the menu, then
    /// read the changes. A row that is gone is reported with its `.id` alone; see ``Row/isDead``. Each of them takes one of
    /// ``RouterOSConnectionLimits/commandsInFlightMaximum`` for as long as it lasts.
    ///
    /// - Parameter command: a `listen`, or a `print` with `follow` or `follow-only`.
    /// - Returns: the rows. The router is asked right away.
    public func listen(_ command: Command) -> RowSequence {
        self.stream(command, allowed: nil)
    }

    /// Has the router carry out commands that do not depend on each other, several at a time.
    ///
    /// - Parameters:
    ///   - commands: what to do; a router may do it in any order.
    ///   - window: how many are in flight at once. Default 16, and never more than the connection's bound.
    ///   - deadline: how long to wait for each answer, from when its command is sent on. Default that of the configuration.
    /// - Returns: one result for each command, in their order.
    public func batch(
        _ commands: [Command],
        window: Int = 16,
        deadline: Duration? = nil
    ) async -> [Result<Response, RouterOSError>] {
        guard !commands.isEmpty else { return [] }
        let cancellation = CallCancellation()
        let window = max(1, min(window, self.configuration.limits.commandsInFlightMaximum))
        let allowed = deadline ?? self.configuration.callDeadline
        // All numbers at once: they follow each other.
        let first = self.lastNumber.add(UInt64(commands.count), ordering: .relaxed).oldValue + 1
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.onLoop { handler in
                    let batch = CommandBatch(
                        commands,
                        firstNumber: first,
                        window: window,
                        allowed: allowed,
                        continuation: continuation,
                        cancellation: cancellation
                    )
                    handler.sendNext(of: batch)
                }
            }
        } onCancel: {
            cancellation.cancel()
            self.onLoop { handler in
                for number in first..<first + UInt64(commands.count) { handler.cancel(number) }
            }
        }
    }

    private func stream(_ command: Command, allowed: Duration?) -> RowSequence {
        let number = self.nextNumber()
        // The stream keeps the connection open as long as somebody reads it.
        let stream = RowStream(
            number: number,
            path: command.path,
            low: self.configuration.limits.streamBytesLow,
            drained: { self.onLoop { $0.streamDrained(number) } },
            abandoned: { self.onLoop { $0.cancel(number) } }
        )
        self.onLoop { handler in
            let request = CommandRequest(
                number: number,
                command: command,
                delivery: .streamed,
                waiter: CommandWaiter.stream(stream),
                deadline: .distantFuture,
                allowed: allowed ?? .zero
            )
            handler.submit(request, allowed: allowed)
        }
        return RowSequence(stream)
    }
}
