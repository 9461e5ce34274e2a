import HTTPTypes
import Synchronization

/// Counts the requests that were answered, by what was asked for and how it ended.
final class RequestTally: Sendable {
    /// One kind of answer to one operation.
    struct Key: Hashable, Sendable {
        /// The id of the operation.
        let operation: String
        /// The first digit of the status: 2 to 5.
        let statusClass: Int
    }

    private let counted = Mutex<[Key: Int]>([:])

    /// What was counted so far.
    var figures: [Key: Int] { counted.withLock { $0 } }

    /// Counts an answer.
    func note(_ operation: Operation, _ status: HTTPResponse.Status) {
        let key = Key(operation: operation.id, statusClass: status.code / 100)
        counted.withLock { $0[key, default: 0] += 1 }
    }
}
