/// An administrator's account, and what its group allows.
public struct SimulatedAccount: Sendable, Hashable {
    /// A policy of a user group (manual, user page).
    public enum Policy: String, Sendable, Hashable, CaseIterable {
        /// Log in through the API.
        case api
        /// Read the configuration.
        case read
        /// Change the configuration.
        case write
        /// Write and erase files; as the manual's user page has it, together with `write`.
        case ftp
        /// See passwords.
        case sensitive
        /// Reboot.
        case reboot
        /// Manage users, groups and their policies.
        case policy
        /// `fetch`, `ping` and the like.
        case test
        /// Change the own password.
        case password
        /// Watch traffic.
        case sniff
        /// Connect to other routers.
        case romon
        /// Log in at the device.
        case local
        /// Log in by telnet.
        case telnet
        /// Log in by SSH.
        case ssh
        /// Log in by WinBox.
        case winbox
        /// Log in to the web pages.
        case web
        /// Log in through the REST API.
        case restAPI = "rest-api"
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

extension SimulatedAccount {
    /// The policies of a list such as `read,write,!ftp`.
    static func policies(named names: WordBytes) -> Set<Policy> {
        Set(names.commaSeparated().compactMap { Policy(rawValue: $0.text) })
    }
}
