/// What has to change so that one user is as it should be.
struct UserDifferences {
    private(set) var changes: [PropertyChange] = []
    /// Whether the password has to be written again: what was written last has another digest, or nobody knows what it was.
    let writesPassword: Bool

    var isEmpty: Bool { changes.isEmpty && !writesPassword }

    /// Compares a user.
    ///
    /// The password itself is never compared, since a router may mask it.
    ///
    /// - Parameters:
    ///   - present: the row as it was read.
    ///   - mark: its mark when it is ours; nil when it is adopted.
    ///   - user: the user as it should be.
    ///   - server: the server that it should belong to; nil for all.
    ///   - gateway: whose row it is.
    ///   - keepsProfile: whether the profile stays as it is, since the wanted one is not there.
    init(
        from present: ObservedUser,
        mark: OwnershipMark?,
        to user: DesiredUser,
        server: String?,
        gateway: GatewayID,
        keepsProfile: Bool
    ) {
        writesPassword = mark.map { ($0.passwordDigest ?? "") != user.passwordDigest } ?? !user.takesOver
        add("name", present.name, user.name)
        add("server", present.server ?? "all", server ?? "all")
        if !keepsProfile { add("profile", present.profile, user.profile) }
        add(
            "limit-uptime",
            RouterOSText.duration(present.uptimeSecondsMaximum),
            RouterOSText.duration(Self.uptimeLimit(of: user, mark: mark))
        )
        add("limit-bytes-total", String(present.dataBytesMaximum), String(Self.limit(user.dataBytesMaximum)))
        if !Self.isSameDevice(present.macAddress, user.macAddress) {
            add("mac-address", present.macAddress, user.macAddress ?? RouterOSText.noMACAddress)
        }
        add("disabled", RouterOSText.boolean(present.isDisabled), RouterOSText.boolean(false))
        if mark?.describes(user) != true {
            let words = mark?.wordsToKeep(for: user.subject) ?? Self.words(adopting: present, as: user)
            add("comment", present.comment, OwnershipMark(gateway: gateway, user: user, carriedOver: words).comment)
        }
    }

    private mutating func add(_ property: String, _ from: String?, _ to: String) {
        guard from != to else { return }
        changes.append(PropertyChange(property, from: from, to: to))
    }

    /// The user with limits that a router reads as limits.
    static func withoutZeroLimits(_ user: DesiredUser) -> DesiredUser {
        var user = user
        user.uptimeSecondsMaximum = user.uptimeSecondsMaximum.map { max(1, $0) }
        user.dataBytesMaximum = user.dataBytesMaximum.map { max(1, $0) }
        return user
    }

    /// A limit as a number; 0 means none.
    ///
    /// A computed 0 would lift the limit, so the smallest one takes its place.
    static func limit(_ limit: Int64?) -> Int64 { limit.map { max(1, $0) } ?? 0 }

    /// The online time that a row should have: of one that was added after the login, what was left then.
    static func uptimeLimit(of user: DesiredUser, mark: OwnershipMark?) -> Int64 {
        let whole = limit(user.uptimeSecondsMaximum)
        guard user.login != nil || user.kind == .account, let mark, mark.subject == user.subject,
            let given = mark.uptimeSecondsGiven
        else { return whole }
        return min(whole, given)
    }

    /// What stands behind the mark of a row that becomes ours: the login that is on record, unless one is noted there, and what was there.
    private static func words(adopting present: ObservedUser, as user: DesiredUser) -> [String] {
        let kept = OwnershipMark.wordsToKeep(of: present.comment)
        guard !kept.contains(where: { $0.hasPrefix("r=") }) else { return kept }
        return user.loginWords(uptimeSeconds: user.uptimeSecondsMaximum) + kept
    }

    static func isSameDevice(_ left: String?, _ right: String?) -> Bool {
        if left == right { return true }
        func known(_ address: String?) -> String? { address == RouterOSText.noMACAddress ? nil : address?.uppercased() }
        return known(left) == known(right)
    }
}
