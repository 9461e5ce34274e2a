/// That a condition holds for a device, since when and why.
public struct ConditionNote: Hashable, Sendable {
    /// What holds.
    public var condition: DeviceCondition
    /// Since when.
    public var since: Timestamp
    /// Why, in one line; empty where the condition says it all.
    public var why: String
    /// What to do about it, in one line; nil for what is always to be done about such a condition, which
    /// ``DeviceCondition/remedy(for:siteName:)`` says.
    public var remedy: String?

    /// Notes a condition.
    ///
    /// - Parameters:
    ///   - condition: what holds.
    ///   - since: since when.
    ///   - why: why, in one line.
    ///   - remedy: what to do about it, where that is special.
    public init(_ condition: DeviceCondition, since: Timestamp, why: String, remedy: String? = nil) {
        self.condition = condition
        self.since = since
        self.why = why
        self.remedy = remedy
    }
}
