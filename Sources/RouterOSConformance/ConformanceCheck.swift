/// One fact about RouterOS that a router either bears out or not, or a question that nobody has answered for sure.
public struct ConformanceCheck: Sendable {
    /// What programs know the check by, for example `rows.unique-name`.
    ///
    /// Stays the same when the words change.
    public let id: String
    /// What it is about.
    public let topic: ConformanceTopic
    /// What is claimed, as a sentence; or what is asked.
    public let name: String
    /// Where the claim comes from, or who says what about the question: a public source, with its version where one is known.
    public let source: String
    /// Whether nothing is claimed: whatever the router does is an answer.
    public let isQuestion: Bool
    let run: @Sendable (ConformanceContext) async throws -> ConformanceAnswer?

    /// A claim, which holds when nothing is thrown.
    init(
        _ topic: ConformanceTopic,
        _ id: String,
        _ name: String,
        source: String,
        _ run: @escaping @Sendable (ConformanceContext) async throws -> Void
    ) {
        self.id = "\(topic.rawValue).\(id)"
        self.topic = topic
        self.name = name
        self.source = source
        self.isQuestion = false
        self.run = { context in
            try await run(context)
            return nil
        }
    }

    /// A question, with what the router answered to it.
    init(
        asking topic: ConformanceTopic,
        _ id: String,
        _ name: String,
        source: String,
        _ run: @escaping @Sendable (ConformanceContext) async throws -> ConformanceAnswer
    ) {
        self.id = "\(topic.rawValue).\(id)"
        self.topic = topic
        self.name = name
        self.source = source
        self.isQuestion = true
        self.run = run
    }
}

/// What a router answered to a question.
struct ConformanceAnswer: Sendable {
    /// What was seen, for people; without a name or an address of anybody.
    let text: String
    /// Figures in it, with their unit in the name.
    var figures: [String: Double] = [:]
}

/// That a router does otherwise than claimed.
struct ConformanceMismatch: Error, CustomStringConvertible {
    let description: String
}

/// That a claim is not about this router.
struct ConformanceSkip: Error {
    let reason: String
}

/// That something cannot be found out, or not without harm.
struct ConformanceObstacle: Error {
    let reason: String
}
