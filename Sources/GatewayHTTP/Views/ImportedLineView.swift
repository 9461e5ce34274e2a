import GatewayDomain
public import GatewaySync

/// What became of one line of an imported file, as programs read it.
public struct ImportedLineView {
    private let line: ImportSummary.Line

    /// Shows a line.
    ///
    /// - Parameter line: what became of it.
    public init(line: ImportSummary.Line) {
        self.line = line
    }

    /// One JSON object.
    public var json: JSON { .object(members) }

    /// The members of the object, for one that says more.
    public var members: [JSON.Member] {
        [
            JSON.Member(name: "line", value: .number(line.number)),
            JSON.Member(name: "outcome", value: .string(line.outcome.rawValue)),
            JSON.Member(name: "event", value: .string(line.event?.rawValue)),
            JSON.Member(name: "user", value: .string(line.user)),
            JSON.Member(name: "at", value: .time(line.at)),
            JSON.Member(name: "reason", value: .string(line.reason)),
        ]
    }
}
