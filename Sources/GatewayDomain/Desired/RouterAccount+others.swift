extension RouterAccount {
    /// The policies that the account's group must not have: every other one of RouterOS 7.12 and later (manual, user page).
    public static var otherPolicies: [String] {
        let known = [
            "local", "telnet", "ssh", "ftp", "reboot", "read", "write", "policy", "test", "winbox", "password", "web",
            "sniff",
            "sensitive", "api", "romon", "rest-api",
        ]
        return known.filter { name in !policies.contains { $0.name == name } }
    }
}
