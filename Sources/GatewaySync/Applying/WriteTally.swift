import Synchronization

/// How many rows a run has written to its device, and how many of them are not on record yet.
///
/// It outlives whatever the run ends with: what was written before a failure counts as well.
final class WriteTally: Sendable {
    /// A run that has written so many rows puts them on record before it goes on, so that a crash forgets few.
    static let notedTogether = 256

    private let rows = Mutex(0)

    /// Rows that are not on record.
    var pending: Int { rows.withLock { $0 } }

    /// Counts rows that were written.
    func count(_ count: Int) { rows.withLock { $0 += count } }

    /// Takes over what is not on record, to put it there.
    func take() -> Int {
        rows.withLock { rows in
            defer { rows = 0 }
            return rows
        }
    }
}
