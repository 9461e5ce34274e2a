/// What has to be done on a device so that it holds what it should: a list of stages.
///
/// A router may run tagged commands in any order, so operations of one stage never depend on each other, and the next stage
/// starts after the last answer of the one before.
public struct Plan: Hashable, Sendable {
    /// What to do, in this order.
    public var stages: [Stage]
    /// Foreign rows that stand in the way.
    public var conflicts: [Conflict]
    /// What the operator should know.
    public var findings: [Finding]
    /// Why the plan must not be applied as it is, or nil.
    public var refusal: Refusal?
    /// Rows that wait because of a limit of the device ("not yet pushed"), each reason once.
    public var postponements: [Postponement]
    /// How many rows of ours are as they should be.
    public var unchanged: Int
    /// The names of walled-garden entries that are moved, for people.
    public var gardenNames: [WalledGardenEntry.ID: String]

    /// Operations that may run side by side.
    public struct Stage: Hashable, Sendable {
        /// What the stage is for, for logs and progress: bounded, constant texts.
        public enum Purpose: String, Hashable, Sendable, CaseIterable {
            /// Looks at the users that are to be removed once more.
            case inspect
            /// Removes users: their codes are dead.
            case removeUsers = "remove users"
            /// Removes the cookies of users who are gone, so that nobody comes back by one, and ends their sessions.
            case clear = "remove cookies, end sessions"
            /// Adds and changes user profiles, and adds, changes and removes walled-garden rows.
            case prepare
            /// Adds and changes users.
            case users
            /// Removes cookies of devices that have to stay out, of users that stay.
            case forgetDevices = "forget devices"
            /// Ends sessions of users that stay.
            case putOut = "put guests out"
            /// Writes hooks into user profiles, before the users: the first login is noted, and one that is refused keeps nobody out.
            case writeHooks = "write hooks"
            /// Puts walled-garden rows in order.
            case order
            /// Removes user profiles that nobody uses any more.
            case removeProfiles = "remove profiles"
            /// Removes schedules that nobody wants any more, before the scripts that they run.
            case removeSchedules = "remove schedules"
            /// Removes scripts that nobody wants any more.
            case removeScripts = "remove scripts"
            /// Adds and changes scripts.
            case writeScripts = "write scripts"
            /// Adds and changes schedules, after the scripts that they run.
            case writeSchedules = "write schedules"
            /// Removes files of login pages that nobody wants any more.
            case removePages = "remove pages"
            /// Removes their directories.
            case removeDirectories = "remove directories"
            /// Makes the directories of login pages.
            case makeDirectories = "make directories"
            /// Writes the files of login pages.
            case writePages = "write pages"
            /// Tells server profiles which pages to show.
            case showPages = "show pages"
        }

        /// What the stage is for.
        public var purpose: Purpose
        /// What to do.
        public var operations: [Operation]

        /// Makes a stage.
        ///
        /// - Parameters:
        ///   - purpose: what it is for.
        ///   - operations: what to do.
        public init(_ purpose: Purpose, _ operations: [Operation]) {
            self.purpose = purpose
            self.operations = operations
        }
    }

    /// Makes an empty plan.
    public init() {
        stages = []
        conflicts = []
        findings = []
        refusal = nil
        postponements = []
        unchanged = 0
        gardenNames = [:]
    }

    /// Whether there is nothing to write.
    public var isEmpty: Bool { stages.isEmpty }

    /// How many rows wait, whatever for.
    public var postponed: Int { postponements.reduce(0) { $0 + $1.rows } }

    /// Every operation of every stage, in order.
    public var operations: [Operation] { stages.flatMap(\.operations) }

    /// Whether a user profile is added.
    public var addsProfiles: Bool {
        operations.contains { if case .addProfile = $0 { true } else { false } }
    }
}
