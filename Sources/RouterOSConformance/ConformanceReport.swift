/// What a run found out about a router.
public struct ConformanceReport: Sendable, Hashable {
    /// The router.
    public let router: ConformanceRouter
    /// One result a check, in the order of ``ConformanceSuite/checks``.
    public let results: [ConformanceResult]
    /// Whether the router could not be reached any more, so that rows of the suite may be left on it.
    public let mayHaveLeftRows: Bool

    /// How many results ended in some way.
    ///
    /// - Parameter label: as ``ConformanceResult/Outcome/label`` has it.
    /// - Returns: the number.
    public func count(_ label: String) -> Int {
        self.results.count { $0.outcome.label == label }
    }
}
