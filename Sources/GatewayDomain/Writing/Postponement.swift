/// Rows that a device should hold and that are held back for now: "not yet pushed".
///
/// Nothing waits whose delay would let somebody in: removals go ahead whatever the limits are, and so does what is written to the row of
/// a guest who has logged in. Nobody who is in is kept out by a window.
public struct Postponement: Hashable, Sendable {
    /// What the rows wait for.
    public enum Reason: String, Hashable, Sendable, CaseIterable, Codable {
        /// No window of the site is open.
        case window
        /// The rows that may be written to the device in a day are used up.
        case dailyBudget = "daily_budget"
        /// The device holds as many users of ours as it may.
        case rowCap = "row_cap"
        /// The device has too little free flash memory.
        case freeFlash = "free_flash"
    }

    /// What the rows wait for.
    public var reason: Reason
    /// How many rows wait for it.
    public var rows: Int
    /// From when on they may be written; nil where no time brings that about.
    public var opensAt: Timestamp?
    /// For how many seconds they may be written from then on; nil for as long as it takes.
    public var openSeconds: Int64?

    /// Says that rows wait.
    ///
    /// - Parameters:
    ///   - reason: for what.
    ///   - rows: how many.
    ///   - opensAt: from when on they may be written.
    ///   - openSeconds: for how many seconds they may be from then on; nil for as long as it takes.
    public init(_ reason: Reason, rows: Int, opensAt: Timestamp? = nil, openSeconds: Int64? = nil) {
        self.reason = reason
        self.rows = rows
        self.opensAt = opensAt
        self.openSeconds = openSeconds
    }
}

extension Postponement: Codable {
    private enum CodingKeys: String, CodingKey {
        case reason
        case rows
        case opensAt
        case openSeconds
    }

    /// Reads what was kept with a plan.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        reason = try values.decode(Reason.self, forKey: .reason)
        rows = try values.decode(Int.self, forKey: .rows)
        opensAt = try values.decodeIfPresent(Int64.self, forKey: .opensAt).map { Timestamp(milliseconds: $0) }
        openSeconds = try values.decodeIfPresent(Int64.self, forKey: .openSeconds)
    }

    /// Writes it as a part of a plan that is kept; the time in milliseconds since 1970.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(reason, forKey: .reason)
        try values.encode(rows, forKey: .rows)
        try values.encodeIfPresent(opensAt?.milliseconds, forKey: .opensAt)
        try values.encodeIfPresent(openSeconds, forKey: .openSeconds)
    }
}

extension Finding {
    /// How texts name the command that writes to the device: what is found on it knows no site.
    static let pushCommand = "push SITE"

    /// Tells the operator that rows wait, and what to do about it; the subject is the reason's ``Postponement/Reason/rawValue``.
    ///
    /// - Parameter postponement: how many rows wait, and for what.
    /// - Returns: the finding, with the code ``Code/notYetPushed``, or ``Code/waitsForWindow`` for what somebody chose.
    public static func notYetPushed(_ postponement: Postponement) -> Finding {
        let count = postponement.rows
        let waiting = "\(count) \(count == 1 ? "row is" : "rows are") not yet pushed:"
        let (cause, remedy) =
            switch postponement.reason {
            case .window:
                (
                    "the site's window" + (postponement.opensAt.map { " opens at \($0)." } ?? " is shut."),
                    "Wait for it, or write now with \(pushCommand) --now."
                )
            case .dailyBudget:
                (
                    "as many rows as a day allows were written to the device"
                        + (postponement.opensAt.map { ", until \($0)" } ?? "") + ".",
                    "Look for what makes the router differ again and again, such as another tool that edits our users."
                )
            case .rowCap:
                (
                    "the device holds as many users as it may.",
                    "Limit coupons to the sites that need them, or raise the limit."
                )
            case .freeFlash:
                (
                    "the device has too little free flash memory.",
                    "Remove files or packages from the router."
                )
            }
        return Finding(
            postponement.reason == .window ? .waitsForWindow : .notYetPushed,
            subject: postponement.reason.rawValue,
            message: "\(waiting) \(cause)",
            remedy: remedy
        )
    }
}
