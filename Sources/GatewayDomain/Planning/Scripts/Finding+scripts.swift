extension Finding {
    /// Nobody said where routers reach the gateway.
    static let noEndpoint = Finding(
        .noEndpoint,
        subject: "",
        message:
            "The router's scripts note logins and let codes expire, but report nothing: nobody said where routers reach the gateway.",
        remedy:
            "Run gardengate gateway set with its address, for example https://gateway.example.com, and --tls-ca FILE: "
            + "out of their boxes routers know no authority before 7.19."
    )

    /// The scripts' language is not that of this router.
    static func oldForScripts(_ version: RouterOSRelease) -> Finding {
        Finding(
            .oldForScripts,
            subject: version.description,
            message:
                "RouterOS \(version) cannot run the gateway's scripts, which are written for \(RouterOSRelease.oldestScripted) and later.",
            remedy: "Upgrade it, or run gardengate site set with --no-scripts."
        )
    }

    /// device-mode forbids `/tool/fetch`.
    static let noFetch = Finding(
        .deviceMode,
        subject: "fetch",
        message: "device-mode forbids fetch on this router: its scripts note logins, but cannot report them.",
        remedy: "Run /system/device-mode/update fetch=yes and confirm it at the router within five minutes."
    )

    /// device-mode forbids the scheduler.
    static let noScheduler = Finding(
        .deviceMode,
        subject: "scheduler",
        message:
            "device-mode forbids the scheduler on this router: without the gateway codes do not expire there, nor is a login reported again.",
        remedy: "Run /system/device-mode/update scheduler=yes and confirm it at the router within five minutes."
    )

    /// A router refused what runs on it, for a reason that could not be read before.
    ///
    /// - Parameters:
    ///   - part: what it refused.
    ///   - refusal: what it said.
    ///   - policies: what the gateway's account may do; nil where that cannot be read.
    /// - Returns: the finding.
    static func scriptsRefused(
        _ part: ScriptRefusal.Part,
        _ refusal: ScriptRefusal,
        policies: Set<String>?
    ) -> Finding {
        let what =
            switch part {
            case .hooks: "Logins are not noted on this router, which refuses the hooks of its user profiles"
            case .rows: "The router's scripts wait, since it refuses them"
            }
        let remedy: String
        if refusal.isOfDeviceMode {
            remedy =
                "See /system/device-mode/print for what is off, and switch it on with /system/device-mode/update at the router."
        } else if policies?.isSuperset(of: RouterAccount.policies.map(\.name)) == true {
            remedy =
                "The account has all that the gateway asks for: add policy to its group, by which it could give itself any other, or set the site to --no-scripts."
        } else {
            remedy =
                "Give its group the policies \(RouterAccount.policyNames) under /user/group on the router; where it has them, policy as well."
        }
        return Finding(
            refusal.isOfDeviceMode ? .deviceMode : .accountPolicy,
            subject: part == .hooks ? "hooks" : "scripts",
            message: "\(what): it answered \"\(refusal.words)\" to \(refusal.command).",
            remedy: remedy
        )
    }

    /// Scripts or schedules cannot be read.
    static let unreadableScripts = Finding(
        .accountPolicy,
        subject: "read",
        message: "The router's scripts wait: the gateway's account may not read /system/script and /system/scheduler.",
        remedy: "Give its group the policies \(RouterAccount.policyNames) under /user/group on the router."
    )

    /// Somebody else's row has the name of one of ours.
    static func foreignScript(_ name: String, in menu: ScriptMenu) -> Finding {
        Finding(
            .foreignScript,
            subject: name,
            message: "The script \(name) waits: a row of /system/\(menu.rawValue) has its name, and is not ours.",
            remedy: "Rename or remove that row on the router."
        )
    }
}
