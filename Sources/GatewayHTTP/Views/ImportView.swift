import GatewayDomain
public import GatewaySync

/// What became of an imported file, as programs read it.
public struct ImportView {
    private let summary: ImportSummary

    /// Shows a summary.
    ///
    /// - Parameter summary: what became of the file.
    public init(summary: ImportSummary) {
        self.summary = summary
    }

    /// One JSON object.
    public var json: JSON { .object(members) }

    /// The members of the object, for one that says more.
    public var members: [JSON.Member] {
        let counts = ImportSummary.Outcome.allCases.map { outcome in
            JSON.Member(name: outcome.rawValue, value: .number(summary.count(outcome)))
        }
        return [
            JSON.Member(name: "format", value: .string(summary.format?.rawValue)),
            JSON.Member(name: "dry_run", value: .boolean(summary.isDryRun)),
            JSON.Member(name: "lines", value: .number(summary.lines)),
        ] + counts + [
            JSON.Member(name: "redeemed", value: .number(summary.redeemed)),
            JSON.Member(name: "first_at", value: .time(summary.times?.lowerBound)),
            JSON.Member(name: "last_at", value: .time(summary.times?.upperBound)),
            JSON.Member(name: "problems", value: .list(summary.problems) { ImportedLineView(line: $0).json }),
            JSON.Member(name: "problems_left_out", value: .number(summary.problemsLeftOut)),
        ]
    }
}
