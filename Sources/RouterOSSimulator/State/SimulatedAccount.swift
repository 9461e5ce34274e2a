/// An administrator's account, and what its group allows.
public struct SimulatedAccount: Sendable, Hashable {
    /// A policy of a user group (manual, user page).
    ///
    /// Only those that matter to the simulated menus.
    public enum Policy: String, Sendable, Hashable, CaseIterable {
        /// Log in through the API.
        case api
        /// Read the configuration.
        case read
        /// Change the configuration.
        case write
        /// See passwords.
        case sensitive
        /// Reboot.
        case reboot
    }

    /// The name to log in with.
    public var name: String
    /// The password to log in with.
    public var password: String
    /// What the account may do.
    ///
    /// Default: everything.
    public var policies: Set<Policy>

    /// Describes an account.
    ///
    /// - Parameters:
    ///   - name: the name to log in with.
    ///   - password: the password to log in with.
    ///   - policies: what the account may do. Default: everything.
    public init(name: String, password: String, policies: Set<Policy> = Set(Policy.allCases)) {
        self.name = name
        self.password = password
        self.policies = policies
    }
}
