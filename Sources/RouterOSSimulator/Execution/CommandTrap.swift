/// Why a command was refused, in the exact words of a router.
///
/// The category is often missing on real routers; here it is present where one was seen (manual, API page).
struct CommandTrap: Error, Hashable, Sendable {
    var message: String
    var category: Int?
    /// A trap sent before this one: some faults give two.
    var precededBy: [CommandTrapLine] = []
    /// The failure of a script that this is, if it is one: it knows its own place.
    var scriptFailure: ScriptFailure?

    init(_ failure: ScriptFailure) {
        self.message = failure.message.text
        self.category = 3
        self.scriptFailure = failure
    }

    init(_ message: String, category: Int? = nil) {
        self.message = message
        self.category = category
    }
}

/// One `!trap` of several.
struct CommandTrapLine: Hashable, Sendable {
    let message: String
    let category: Int?
}

extension CommandTrap {
    /// Add or rename of a hotspot user; without category (many clients).
    static let userExists = CommandTrap("failure: already have user with this name for this server")
    /// ASSUMED for menus whose own text was not found: the text measured for address lists on 7.23.7.
    static let entryExists = CommandTrap("failure: already have such entry")
    /// Measured on 7.23.7 (move on firewall/filter).
    static let moveBeforeItself = CommandTrap("failure: can not move object before itself")
    static let notPermitted = CommandTrap("not enough permissions (9)")
    /// Login by an account whose group lacks `api` (tik4net wiki).
    static let notAllowed = CommandTrap("std failure: not allowed (9)")
    /// Manual, device-mode page; text reported.
    static let deviceMode = CommandTrap("failure: not allowed by device-mode")
    /// ASSUMED: no source has the text for a table that the flash cannot hold.
    static let noSpace = CommandTrap("failure: not enough space on the disk")
    /// ASSUMED: no source has the text for editing a dynamic row.
    static let dynamicRow = CommandTrap("failure: can not change dynamic entry")
    /// Reported for services from 7.19 on (foorschtbar/routeros-letsencrypt-docker#20).
    static let configuredElsewhere = CommandTrap("failure: this is configured elsewhere")
    /// ASSUMED: no source has the text for removing a row from the factory.
    static let defaultRow = CommandTrap("failure: can not remove default entry")
    /// Manual, API page (`/cancel`); category 2 in captures of luqasz/librouteros.
    static let interrupted = CommandTrap("interrupted", category: 2)

    /// Reported for scripts and scheduler entries.
    static let policyTooWide = CommandTrap("user's policy does not allow to set such script policy")

    static func unknownParameter(_ name: String) -> CommandTrap {
        CommandTrap("unknown parameter \(name)")
    }

    static func missing(_ name: String) -> CommandTrap {
        CommandTrap("missing =\(name)=", category: 0)
    }

    /// The manual's own example has category 1.
    static func noMatch(_ name: String) -> CommandTrap {
        CommandTrap("input does not match any value of \(name)", category: 1)
    }

    static func invalidValue(_ name: String) -> CommandTrap {
        CommandTrap("invalid value for argument \(name)", category: 1)
    }

    static func outOfRange(_ name: String, _ range: ClosedRange<Int64>) -> CommandTrap {
        CommandTrap("value of \(name) out of range (\(range.lowerBound)..\(range.upperBound))", category: 1)
    }

    /// `no such item`; with `(4)` on older versions.
    ///
    /// ASSUMED: that it is so before version 7.
    static func noSuchItem(isOld: Bool) -> CommandTrap {
        CommandTrap(isOld ? "no such item (4)" : "no such item", category: 0)
    }

    static let noSuchCommand = CommandTrap("no such command", category: 0)

    /// A folder that does not exist: two traps, as reported for `routerboard` on a device without that package.
    static func noSuchFolder(_ name: String) -> CommandTrap {
        var trap = CommandTrap("no such command prefix")
        trap.precededBy = [CommandTrapLine(message: "no such command or directory (\(name))", category: 0)]
        return trap
    }

    /// ASSUMED: a verb of the real command tree that is not simulated says so, instead of pretending.
    static func notSimulated(_ path: String) -> CommandTrap {
        CommandTrap("failure: \(path) is not simulated")
    }
}
