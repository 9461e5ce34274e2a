/// One fact about RouterOS that a router either bears out or not.
public struct ConformanceCheck: Sendable {
    /// What is claimed, as a sentence.
    public let name: String
    /// Where the claim comes from: a public source, with its version where one is known.
    public let source: String
    let run: @Sendable (ConformanceContext) async throws -> Void

    init(
        _ name: String,
        source: String,
        _ run: @escaping @Sendable (ConformanceContext) async throws -> Void
    ) {
        self.name = name
        self.source = source
        self.run = run
    }
}

/// What came of a check.
public struct ConformanceResult: Sendable, Hashable {
    /// How a check ended.
    public enum Outcome: Sendable, Hashable {
        /// The router does as claimed.
        case passed
        /// The router does otherwise, or the check could not be carried out; the text says what was seen.
        case failed(String)
        /// The claim is about other versions or other set-ups; the text says why.
        case skipped(String)
    }

    /// The check's name.
    public let name: String
    /// Where the claim comes from.
    public let source: String
    /// How it ended.
    public let outcome: Outcome

    /// Whether the router does otherwise than claimed.
    public var isFailure: Bool {
        if case .failed = self.outcome { true } else { false }
    }
}

/// That a router does otherwise than claimed.
struct ConformanceMismatch: Error, CustomStringConvertible {
    let description: String
}

/// That a claim is not about this router.
struct ConformanceSkip: Error {
    let reason: String
}
