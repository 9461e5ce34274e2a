import RouterOSAPI
import Synchronization

/// Rows on their way to somebody who listens, in virtual time.
final class RowMailbox: AsyncSequence, Sendable {
    typealias Element = Row
    typealias Failure = RouterOSError

    private struct State {
        var rows: [Row] = []
        var end: RouterOSErrorReason?
        var waiter: VirtualTime.Waiter?
    }

    private let state = Mutex(State())
    private let time: VirtualTime
    private let path: String

    init(time: VirtualTime, path: String) {
        self.time = time
        self.path = path
    }

    /// Delivers a row.
    func deliver(_ row: Row) {
        wake { $0.rows.append(row) }
    }

    /// Says that nothing will come after the rows that are there.
    func finish(_ reason: RouterOSErrorReason) {
        wake { if $0.end == nil { $0.end = reason } }
    }

    func makeAsyncIterator() -> Iterator { Iterator(mailbox: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let mailbox: RowMailbox

        mutating func next() async throws(RouterOSError) -> Row? { try await mailbox.next() }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(RouterOSError) -> Row? {
            try await mailbox.next()
        }
    }

    private func next() async throws(RouterOSError) -> Row? {
        while true {
            let (row, end) = state.withLock { state in
                (state.rows.isEmpty ? nil : state.rows.removeFirst(), state.end)
            }
            if let row { return row }
            if let end { throw RouterOSError(end, command: path) }
            // At the end of a history nobody delivers any more.
            if time.isOver { throw RouterOSError(.closedLocally, command: path) }
            await time.wait { waiter in state.withLock { $0.waiter = waiter } }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            defer { state.waiter = nil }
            return state.waiter
        }
        if let waiter { time.wake(waiter) }
    }
}
