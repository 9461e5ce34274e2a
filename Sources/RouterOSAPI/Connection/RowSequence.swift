/// The rows of a command as they come.
///
/// The router is asked at once, not at the first iteration. Reading slowly is safe: with ``RouterOSConnectionLimits/streamBytesHigh``
/// waiting, nothing more is read from the socket. That stops *all* replies of the connection, so while other commands wait for
/// theirs, up to ``RouterOSConnectionLimits/streamBytesMaximum`` are taken in before the socket stops; the deadlines of all commands are kept
/// in any case.
///
/// Letting go of the sequence and its iterator, or cancelling the task that reads, has the router stop (`/cancel`). Read it from one
/// task, once: the rows go to whoever asks.
public struct RowSequence: AsyncSequence, Sendable {
    /// What comes out.
    public typealias Element = Row

    /// What can go wrong, after the rows that came before.
    public typealias Failure = RouterOSError

    /// Ends the stream when the last of its readers is gone.
    fileprivate final class Owner: Sendable {
        let stream: RowStream

        init(_ stream: RowStream) {
            self.stream = stream
        }

        deinit {
            self.stream.abandon()
        }
    }

    private let owner: Owner

    init(_ stream: RowStream) {
        self.owner = Owner(stream)
    }

    /// Goes on with the rows not yet read.
    public func makeAsyncIterator() -> Iterator {
        Iterator(owner: self.owner)
    }

    /// Has the router stop; a task that is reading gets ``RouterOSErrorReason/cancelled``.
    public func cancel() {
        self.owner.stream.abandon()
    }

    /// Goes from row to row.
    public struct Iterator: AsyncIteratorProtocol {
        private let owner: Owner

        fileprivate init(owner: Owner) {
            self.owner = owner
        }

        /// The next row, or nil after the last one.
        ///
        /// - Throws: ``RouterOSError`` once, after the rows that came before it. A cancelled task gets ``RouterOSErrorReason/cancelled``.
        public mutating func next() async throws(RouterOSError) -> Row? {
            try await self.owner.stream.next()
        }

        /// The next row, or nil after the last one, read from an actor.
        ///
        /// - Parameter actor: the caller's.
        /// - Returns: nil after the last row.
        /// - Throws: as ``next()``.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(RouterOSError) -> Row? {
            try await self.owner.stream.next()
        }
    }
}
