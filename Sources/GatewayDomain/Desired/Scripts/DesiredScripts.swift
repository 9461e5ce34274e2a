/// The scripts that a router should run, as far as it can.
///
/// Which of them it can run is seen on the router only, so both forms are here, and the plan takes one of them.
public struct DesiredScripts: Hashable, Sendable {
    /// Hooks and scripts that belong together.
    public struct Selection: Hashable, Sendable {
        /// The hooks of each user profile of ours.
        public var hooks: ProfileHooks
        /// The scripts that run again and again.
        public var rows: [DesiredScript]

        /// Describes what belongs together.
        ///
        /// - Parameters:
        ///   - hooks: the hooks of each user profile of ours.
        ///   - rows: the scripts that run again and again.
        public init(hooks: ProfileHooks, rows: [DesiredScript]) {
            self.hooks = hooks
            self.rows = rows
        }
    }

    /// What works without asking anybody: logins are noted, and what is over ends.
    public var local: Selection
    /// The same, and logins are reported; nil while nobody said where the gateway is reached.
    public var reporting: Selection?
    /// The way by which ``reporting`` goes; nil while nobody said where the gateway is reached.
    public var route: ReportRoute?
    /// The generation of the token in ``reporting`` that is not on record yet, so that no report with it would be taken; nil when it is.
    public var unrecordedGeneration: Int64?

    /// Describes the scripts of a router.
    ///
    /// - Parameters:
    ///   - local: what works without asking anybody.
    ///   - reporting: the same, and logins are reported.
    public init(local: Selection, reporting: Selection?) {
        self.local = local
        self.reporting = reporting
        self.route = nil
        self.unrecordedGeneration = nil
    }
}
