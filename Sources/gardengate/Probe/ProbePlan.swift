import RouterOSConformance

/// What a probe is going to do, as it says before it begins.
enum ProbePlan {
    /// The text.
    ///
    /// - Parameters:
    ///   - place: the router's address.
    ///   - router: what the router is.
    ///   - leftRows: how many rows of earlier runs are on it.
    /// - Returns: some lines.
    static func text(_ place: String, _ router: ConformanceRouter, leftRows: Int) -> String {
        let left =
            Quantity.text(leftRows, "row", "rows").map { "\n  - removes \($0) that an earlier probe left behind" } ?? ""
        return """
            \(place): RouterOS \(router.versionText.printable) on \(router.board.printable)\(router.isSimulated ? ", a simulated router" : "")
            The probe, for about a minute:\(left)
              - adds some 150 rows to the hotspot's users, their profiles and both walled gardens, and removes them. Their names or comments
                begin with \(ConformanceSuite.mark); the names are random, the walled-garden rows are for \(ConformanceSuite.nobody), which is no guest
              - runs a few scripts that add such rows, and reads the hotspot's tables, the log and the list of who is logged in
              - logs in once with a wrong password, which the router's log tells
            It changes no setting and no other row, and logs nobody out.
            """
    }
}
