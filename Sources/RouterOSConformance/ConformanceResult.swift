/// What came of a check.
public struct ConformanceResult: Sendable, Hashable {
    /// How a check ended.
    public enum Outcome: Sendable, Hashable {
        /// The router does as claimed.
        case holds
        /// The router does otherwise; the text says what was seen.
        case differs(String)
        /// Nothing was claimed; the text says what was seen.
        case answered(String)
        /// The claim is about other versions or other set-ups; the text says why.
        case inapplicable(String)
        /// The check could not be carried out, or not without harm; the text says why.
        case untried(String)
    }

    /// The check's own id.
    public let id: String
    /// What it is about.
    public let topic: ConformanceTopic
    /// What is claimed, or asked.
    public let name: String
    /// Where the claim comes from.
    public let source: String
    /// How it ended.
    public let outcome: Outcome
    /// Figures that were measured, with their unit in the name.
    public let figures: [String: Double]

    /// Whether the router does otherwise than claimed.
    public var isFailure: Bool {
        if case .differs = self.outcome { true } else { false }
    }

    init(_ check: ConformanceCheck, _ outcome: Outcome, figures: [String: Double] = [:]) {
        self.id = check.id
        self.topic = check.topic
        self.name = check.name
        self.source = check.source
        self.outcome = outcome
        self.figures = figures
    }
}

extension ConformanceResult.Outcome {
    /// A constant for programs: `holds`, `differs`, `answered`, `inapplicable` or `untried`.
    public var label: String {
        switch self {
        case .holds: "holds"
        case .differs: "differs"
        case .answered: "answered"
        case .inapplicable: "inapplicable"
        case .untried: "untried"
        }
    }

    /// What was seen, or why nothing was; nil where there is nothing to add.
    public var text: String? {
        switch self {
        case .holds: nil
        case .differs(let text), .answered(let text), .inapplicable(let text), .untried(let text): text
        }
    }
}
