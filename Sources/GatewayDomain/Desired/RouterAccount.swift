/// The account on a router that the gateway logs in with.
public enum RouterAccount {
    /// A policy that the account's group needs, and what for.
    public struct Policy: Hashable, Sendable {
        /// RouterOS's name of it.
        public var name: String
        /// What is done with it, as the rest of a sentence that begins with "to".
        public var reason: String

        /// Says what a policy is for.
        ///
        /// - Parameters:
        ///   - name: RouterOS's name of it.
        ///   - reason: what is done with it.
        public init(_ name: String, for reason: String) {
            self.name = name
            self.reason = reason
        }
    }

    /// Every policy that the gateway needs, and no other: what the account's group is made of.
    ///
    /// Whether every version lets hooks and scripts be written without `policy` no source tells; a refusal is a finding
    /// (``ScriptRefusal``).
    ///
    /// Not `policy`: the account can make no other account, nor give itself more. Not `sensitive`: no password is ever read back. With
    /// `write` it may still change whatever is no secret, and with `write`, `ftp` and `test` together a script of its own may send out
    /// whatever it reads. (Manual, user page and Scripting page, script permissions.)
    public static let policies = [
        Policy("api", for: "log in through the API"),
        Policy("read", for: "see what the router holds"),
        Policy("write", for: "write guests, profiles, walled garden, scripts and their schedule"),
        Policy("ftp", for: "write the files of the login page"),
        Policy("test", for: "let the script that reports logins use /tool/fetch: none may do more than who wrote it"),
    ]

    /// The names of ``policies``, as `policy=` of `/user/group` takes them.
    public static var policyNames: String { policies.map(\.name).joined(separator: ",") }
}
