import Synchronization

/// What a write gave, kept until it is durable.
final class WriteOutcome<Value: Sendable>: Sendable {
    typealias Outcome = Result<(value: Value, changed: Bool), StoreError>

    private let file: String
    private let kept = Mutex<Outcome?>(nil)

    init(file: String) { self.file = file }

    /// Keeps what the write gave.
    ///
    /// - Returns: its error, if it failed.
    func fill(_ outcome: Outcome) -> (any Error)? {
        kept.withLock { $0 = outcome }
        guard case .failure(let error) = outcome else { return nil }
        return error
    }

    /// What whoever waits is told at the end: an error of the transaction undid a write that had gone well, or let none begin.
    func result(after error: (any Error)?) -> Outcome {
        switch (kept.withLock { $0 }, error) {
        case (let outcome?, nil): outcome
        case (.failure(let own), _?): .failure(own)
        case (_, let error?): .failure(StoreError(error, in: file))
        case (nil, nil): .failure(.damaged("a write without a result"))
        }
    }
}
