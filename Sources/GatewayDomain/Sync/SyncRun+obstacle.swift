extension SyncRun {
    /// What keeps the device from holding all that it should, with the remedy, or nil; of a run that failed see `failure`.
    public var obstacle: String? {
        if outcome == .failed { return nil }
        if let refusal = plan?.refusal { return refusal }
        if outcome == .refused || outcome == .partial { return failure ?? outcome.rawValue }
        if let conflict = plan?.lines.first(where: { $0.sign == "!" }) { return conflict.text }
        let codes = Self.obstacles.map(\.rawValue)
        return plan?.findings.first { codes.contains($0.code) }.map { "\($0.message) \($0.remedy)" }
    }

    /// The same, with the command to type for a site.
    ///
    /// - Parameter site: the name of the device's site.
    /// - Returns: what keeps the device from holding all that it should, or nil.
    public func obstacle(at site: String) -> String? {
        obstacle?.replacing(Finding.pushCommand, with: "gardengate push \(site.shellQuoted)")
    }

    /// Whether nothing but a window of the site keeps the device from holding all that it should.
    public var waitsForWindow: Bool {
        guard let plan, plan.refusal == nil, outcome == .unchanged || outcome == .converged else { return false }
        let codes = Set(plan.findings.map(\.code)).intersection(Self.obstacles.map(\.rawValue))
        return codes == [Finding.Code.waitsForWindow.rawValue] && !plan.lines.contains { $0.sign == "!" }
    }

    /// Whether it only confirmed a plan too late, when nothing was left to do: that says nothing against the device.
    public var onlyCameTooLate: Bool { plan?.refusalCode == .stale && plan?.lines.isEmpty == true }

    /// Findings with which a device does not hold all that it should.
    private static let obstacles: [Finding.Code] = [
        .noServer, .ambiguousServer, .deviceMode, .missingProfile, .notYetPushed, .waitsForWindow,
    ]
}
