import RouterOSAPI

extension ConformanceCheck {
    /// What is seen of guests, without anybody's name or address.
    static let guests: [ConformanceCheck] = [
        ConformanceCheck(
            asking: .guests,
            "logout-reasons",
            "which reasons for a logout the log names",
            source: "no public source has all of them"
        ) { context in
            let marker = "): logged out: "
            let rows = try await context.call(Command("/log/print").proplist(["topics", "message"])).rows
            var reasons: Set<String> = []
            for row in rows where row.text("topics")?.contains("hotspot") == true {
                // The last of them: a guest may call himself anything.
                guard let message = row.text("message"), let found = message.ranges(of: marker).last else { continue }
                let reason = message[found.upperBound...]
                let isPlain = reason.utf8.allSatisfy { $0 == 0x20 || (0x61...0x7A).contains($0) }
                reasons.insert(isPlain && reason.utf8.count <= 40 ? String(reason) : "(something else)")
            }
            guard !reasons.isEmpty else { throw ConformanceObstacle(reason: "the log has no guest's logout") }
            return ConformanceAnswer(text: reasons.sorted().joined(separator: ", "))
        },
        ConformanceCheck(
            asking: .guests,
            "active-properties",
            "which properties a guest who is online shows",
            source: "no public capture of this menu"
        ) { context in
            let rows = try await context.call(Command("/ip/hotspot/active/print")).rows
            guard let row = rows.first else { throw ConformanceObstacle(reason: "no guest is online") }
            return ConformanceAnswer(text: row.names)
        },
        ConformanceCheck(
            asking: .guests,
            "name-case-at-login",
            "whether upper and lower case differ in a guest's name at the login page",
            source: "in no public source"
        ) { _ in throw ConformanceObstacle(reason: "it takes a device in the hotspot's network") },
        ConformanceCheck(
            asking: .guests,
            "hook-policy",
            "under which policy the scripts on-login and on-logout of a profile run",
            source: "in no public source; fetch needs test, by the manual"
        ) { _ in
            throw ConformanceObstacle(reason: "it takes a device in the hotspot's network, and a script at its profile")
        },
    ]
}
