import RouterOSAPI

/// What differs between versions besides argument names.
struct RouterFeatures: Sendable {
    let version: RouterOSVersion

    /// Login with the password in the sentence, from 6.43 (manual, API page).
    var hasPlainLogin: Bool {
        self.version >= RouterOSVersion(6, 43)
    }

    /// Login by challenge, which stopped working in 6.45.1 (nshttpd/mikrotik-exporter#36).
    var hasChallengeLogin: Bool {
        self.version < RouterOSVersion(6, 45, 1)
    }

    /// `!empty`, from 7.18 (changelog: "console - put !empty sentence when API query returns nothing").
    var sendsEmpty: Bool {
        self.version >= RouterOSVersion(7, 18)
    }

    /// Dates such as 2026-09-25 in clock and log, from 7.10 (changelog).
    var hasISODates: Bool {
        self.version >= RouterOSVersion(7, 10)
    }

    /// Rows of `/ip/service` for each open connection, from 7.19 (terraform-routeros/terraform-provider-routeros#897; measured on 7.23.7).
    var listsConnectionsAsServices: Bool {
        self.version >= RouterOSVersion(7, 19)
    }

    /// `max-sessions` per service, from 7.16 (manual, services page).
    var limitsSessions: Bool {
        self.version >= RouterOSVersion(7, 16)
    }

    /// Queries with `count-only`: work on 6.41, ignored on 6.28 (pear2/Net_RouterOS#33).
    ///
    /// ASSUMED: where between the two it changed.
    var countsByQuery: Bool {
        self.version >= RouterOSVersion(6, 41)
    }

    /// A line of the log for each script that failed, from 7.15 (beeyev/Mikrotik-RouterOS-automatic-backup-and-update#53, #60).
    var logsScriptsThatFailed: Bool {
        self.version >= RouterOSVersion(7, 15)
    }

    /// What a guest used, as variables of `on-logout`, from 6.34 (manual, HotSpot page).
    var givesUsageToHooks: Bool {
        self.version >= RouterOSVersion(6, 34)
    }

    /// Device-mode with factory modes, from 7.17 (manual, device-mode page).
    var hasFactoryDeviceMode: Bool {
        self.version >= RouterOSVersion(7, 17)
    }

    /// Whether a script gets `yes` and `no` of `/system/device-mode`, where others get a truth value; public scripts look for both.
    ///
    /// ASSUMED: which version does what.
    var givesDeviceModeAsWords: Bool {
        self.version >= RouterOSVersion(7, 24)
    }

    /// The text of a refused login: the old one belongs to login by challenge (captures of luqasz/librouteros;
    /// go-routeros).
    var badLoginText: String {
        self.hasPlainLogin ? "invalid user name or password (6)" : "cannot log in"
    }

    /// Whether errors carry the number in brackets.
    ///
    /// ASSUMED: that it is so before version 7.
    var numbersErrors: Bool {
        self.version < RouterOSVersion(7, 0)
    }
}
