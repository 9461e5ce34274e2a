/// What tells one plan from another: the same for plans that do the same, another one as soon as anything differs.
///
/// It is kept with the run that showed a plan, and compared when somebody confirms that plan. How it is computed from
/// ``Plan/canonicalForm`` is up to whoever makes it, as long as it is always the same way.
public struct PlanDigest: Hashable, Sendable, CustomStringConvertible {
    /// The digest as text.
    public let rawValue: String

    /// Takes over a digest.
    ///
    /// - Parameter rawValue: the digest as text.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// The digest as text.
    public var description: String { rawValue }
}

extension Plan {
    /// Holds the plan back when it is not the one that somebody confirmed.
    ///
    /// A refusal that stands already stays: nobody can confirm it away, and it says more.
    ///
    /// - Parameters:
    ///   - digest: this plan's own.
    ///   - confirmed: that of the plan that was confirmed.
    public mutating func holdBack(_ digest: PlanDigest, unlessConfirmedAs confirmed: PlanDigest) {
        guard refusal == nil, digest != confirmed else { return }
        refusal = .stale
    }
}
