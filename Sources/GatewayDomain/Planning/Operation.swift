/// One thing to do on a device.
public enum Operation: Hashable, Sendable {
    /// Adds a user profile.
    case addProfile(DesiredProfile)
    /// Changes a user profile of ours, apart from its hooks.
    case setProfile(RowReference, [PropertyChange])
    /// Changes the hooks of a user profile of ours, nil for its id where the plan adds it; `hooks` has the texts of those that change, which
    /// the changes tell by their versions.
    case setHooks(profile: String, id: String?, [PropertyChange], hooks: ProfileHooks?)
    /// Removes a user profile of ours.
    case removeProfile(RowReference)
    /// Looks once more at a user that is to be removed: its counters, its mark, its sessions.
    case inspectUser(RowReference, RemovalReason)
    /// Adds a user; `server` nil stands for all servers.
    case addUser(DesiredUser, server: String?)
    /// Changes a user of ours; `password` is set when it has to be written again.
    case setUser(RowReference, [PropertyChange], password: Secret?)
    /// Removes a user of ours.
    case removeUser(RowReference, RemovalReason)
    /// Removes the cookies of a user that is removed.
    case removeCookies(user: String)
    /// Ends the sessions of a user that is removed.
    case endSessions(user: String)
    /// Removes one cookie of a user that stays.
    case removeCookie(ObservedCookie, SessionEnding.Reason)
    /// Ends one session of a user that stays.
    case endSession(ObservedSession, SessionEnding.Reason)
    /// Adds a walled-garden row before the row of another entry, or at the end.
    case addGardenRow(DesiredGardenRow, before: WalledGardenEntry.ID?)
    /// Changes a walled-garden row of ours.
    case setGardenRow(GardenList, RowReference, [PropertyChange])
    /// Removes a walled-garden row of ours.
    case removeGardenRow(GardenList, RowReference, RemovalReason)
    /// Moves the rows of these entries, as a block in this order, before the row of another entry, or to the end.
    case moveGardenRows(GardenList, [WalledGardenEntry.ID], before: WalledGardenEntry.ID?)
    /// Adds a file of a login page, or the directory of one where there are no contents.
    case addFile(name: String, contents: String?)
    /// Writes a file of ours anew.
    case setFile(RowReference, contents: String)
    /// Removes a file or directory of ours.
    case removeFile(RowReference)
    /// Changes a hotspot server profile: which pages it shows, and nothing else.
    case setServerProfile(RowReference, [PropertyChange])
    /// Adds a script, or the schedule that runs it.
    case addScriptRow(ScriptMenu, DesiredScript)
    /// Changes a script or schedule of ours; `source` has the text of a source that changes, which the changes tell by its version.
    case setScriptRow(ScriptMenu, RowReference, [PropertyChange], source: ScriptSource?)
    /// Removes a script or schedule of ours, which had that comment when it was read.
    case removeScriptRow(ScriptMenu, RowReference, comment: String)
}

/// A row that was seen: its id in that reading, and its name for people.
public struct RowReference: Hashable, Sendable {
    /// Its id in the reading that the plan was made from.
    public var id: String
    /// Its name for people: a user's or profile's name, an entry's name.
    public var name: String

    /// Points to a row.
    ///
    /// - Parameters:
    ///   - id: its id in the reading that the plan was made from.
    ///   - name: its name for people.
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// Orders ids by their number (`*9` before `*A1`), so that choices among equals are stable.
    static func isBefore(_ left: String, _ right: String) -> Bool {
        (left.utf8.count, left) < (right.utf8.count, right)
    }
}

/// One property that changes.
public struct PropertyChange: Hashable, Sendable {
    /// The property's RouterOS name.
    public var property: String
    /// What it was, or nil when it was absent.
    public var from: String?
    /// What it becomes, or nil when it is unset.
    public var to: String?

    /// Says that a property changes.
    ///
    /// - Parameters:
    ///   - property: its RouterOS name.
    ///   - from: what it was.
    ///   - to: what it becomes.
    public init(_ property: String, from: String?, to: String?) {
        self.property = property
        self.from = from
        self.to = to
    }
}
