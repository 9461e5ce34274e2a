/// A plan as people and programs read it: what is kept with a run, printed like a diff, and given out as JSON.
///
/// It holds no secret and no row id: a changed password shows as `password` without a value.
public struct PlanDocument: Hashable, Sendable, Codable {
    /// One line of the diff.
    public struct Line: Hashable, Sendable, Codable {
        /// `+` added, `~` changed, `-` removed, `>` moved, `!` conflict.
        public var sign: String
        /// What the line is about: `user`, `session`, `cookie`, `profile`, `walled-garden`, `walled-garden/ip`,
        /// `file`, `server-profile`, `script`, `scheduler`.
        public var kind: String
        /// The name of it.
        public var name: String
        /// The rest of the line.
        public var detail: String

        /// Makes a line.
        ///
        /// - Parameters:
        ///   - sign: what happens.
        ///   - kind: what it is about.
        ///   - name: the name of it.
        ///   - detail: the rest of the line.
        public init(sign: String, kind: String, name: String, detail: String) {
            self.sign = sign
            self.kind = kind
            self.name = name
            self.detail = detail
        }
    }

    /// A finding, in words.
    public struct Note: Hashable, Sendable, Codable {
        /// The finding's code.
        public var code: String
        /// What it is about.
        public var subject: String
        /// What is the matter.
        public var message: String
        /// What to do about it.
        public var remedy: String

        /// Makes a note.
        ///
        /// - Parameters:
        ///   - code: the finding's code.
        ///   - subject: what it is about.
        ///   - message: what is the matter.
        ///   - remedy: what to do about it.
        public init(code: String, subject: String, message: String, remedy: String) {
            self.code = code
            self.subject = subject
            self.message = message
            self.remedy = remedy
        }
    }

    /// How many rows are concerned.
    public struct Counts: Hashable, Sendable, Codable {
        /// Rows to add.
        public var added: Int
        /// Rows to change.
        public var changed: Int
        /// Rows to remove.
        public var removed: Int
        /// Rows to move.
        public var moved: Int
        /// Rows of ours that are as they should be.
        public var unchanged: Int
        /// Foreign rows in the way.
        public var conflicts: Int
        /// Rows that wait for room on the device.
        public var postponed: Int

        /// Counts nothing.
        public init() {
            (added, changed, removed, moved, unchanged, conflicts, postponed) = (0, 0, 0, 0, 0, 0, 0)
        }
    }

    /// The diff.
    public var lines: [Line]
    /// How many rows are concerned.
    public var counts: Counts
    /// What the operator should know.
    public var findings: [Note]
    /// Rows that wait because of a limit of the device, each reason once; nil in what older versions kept.
    public var postponements: [Postponement]?
    /// Why the plan is held back, as one sentence with the remedy, or nil.
    public var refusal: String?
    /// Which kind of refusal, for programs, or nil.
    public var refusalCode: Refusal.Code?

    /// Makes a document.
    ///
    /// - Parameters:
    ///   - lines: the diff.
    ///   - counts: how many rows are concerned.
    ///   - findings: what the operator should know.
    ///   - refusal: why the plan is held back.
    ///   - refusalCode: which kind of refusal.
    public init(
        lines: [Line],
        counts: Counts,
        findings: [Note],
        refusal: String? = nil,
        refusalCode: Refusal.Code? = nil
    ) {
        self.lines = lines
        self.counts = counts
        self.findings = findings
        self.postponements = nil
        self.refusal = refusal
        self.refusalCode = refusalCode
    }
}
