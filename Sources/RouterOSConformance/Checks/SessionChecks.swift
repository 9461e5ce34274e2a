import RouterOSAPI

extension ConformanceCheck {
    /// Login, and what every connection does.
    static let session: [ConformanceCheck] = [
        ConformanceCheck(
            .session,
            "wrong-password",
            "a wrong password is refused in known words",
            source: "captures of luqasz/librouteros (old text); go-routeros/routeros client_test.go (from 6.43)"
        ) { context in
            do throws(RouterOSError) {
                let connection = try await context.connect("not the password \(context.prefix)")
                await connection.close()
            } catch {
                guard case .loginRefused(let trap) = error.reason else { throw error }
                let isNew = context.version >= RouterOSVersion(6, 43)
                try context.expectEqual(
                    trap.message,
                    isNew ? "invalid user name or password (6)" : "cannot log in",
                    "text"
                )
                return
            }
            throw ConformanceMismatch(description: "was let in")
        },
        ConformanceCheck(.session, "version", "the router tells its version", source: "manual, resource page") {
            context in
            try context.expect(context.version > RouterOSVersion(0, 0), "no version in /system/resource/print")
        },
        ConformanceCheck(
            .session,
            "date-form",
            "the date has the form of its version",
            source: "changelog 7.10; laksa19/mikhmonv3 issues"
        ) { context in
            let date = try await context.call(Command("/system/clock/print")).rows.first?.text("date") ?? ""
            let isISO = context.version >= RouterOSVersion(7, 10)
            try context.expect(date.contains(isISO ? "-" : "/"), "date is \(date)")
        },
        ConformanceCheck(
            .session,
            "in-flight",
            "sixteen commands in flight are each answered",
            source: "manual, API page (tags); tikoci/restraml (25 and more hung a router)"
        ) { context in
            let commands = Array(repeating: Command("/system/identity/print"), count: 64)
            for response in try await context.batch(commands) {
                try context.expectEqual(response.rows.count, 1, "rows of an answer")
            }
        },
        ConformanceCheck(
            .session,
            "unknown-verb",
            "a verb that does not exist is refused",
            source: "measured on 7.23.7 by dopyrory3/mikrotik-ha-manager; tikoci/centrs"
        ) { context in
            try await context.expectTrap(Command("\(ConformanceContext.users)/frobnicate"), "no such command")
        },
        ConformanceCheck(
            .session,
            "unknown-menu",
            "a menu that does not exist is refused",
            source: "measured on 7.23.7 by dopyrory3/mikrotik-ha-manager"
        ) { context in
            try await context.expectTrap(
                Command("/frobnicate/print"),
                "no such command prefix",
                "no such command or directory"
            )
        },
        ConformanceCheck(
            .session,
            "unknown-argument",
            "an unknown argument refuses the command",
            source: "measured on 7.21.5 and on 7.23.7 (dopyrory3/mikrotik-ha-manager)"
        ) { context in
            try await context.expectTrap(
                Command("\(ConformanceContext.profiles)/add").with("name", context.prefix + "p").with("comment", "x"),
                "unknown parameter comment"
            )
        },
    ]
}
