import GatewayDomain

@testable import GatewayStore

/// What to read of a history that went wrong.
extension World {
    /// The accusations, what happened to those whom they name, and what is on record of them.
    var account: String {
        let suspects = suspects
        return """
            \(accusations.joined(separator: "\n"))
            what happened to them:
            \(chronicle.text(last: 80, about: suspects.words))
            runs there:
            \(suspects.words.compactMap { Int($0.dropFirst("router-".count).dropLast()) }.sorted().flatMap(runs)
                .joined(separator: "\n"))
            on record:
            \(suspects.codes.sorted().flatMap(record(of:)).joined(separator: "\n"))
            again: \(Self.scriptedSwitch)GATEWAY_SEED=\(seed) GATEWAY_SEEDS=1 swift test --disable-xctest --filter SimulationTests
            """
    }

    /// What is held against the gateway, each with its moment.
    var accusations: [String] { judge.accusations.map { "\(clock(baseline.epoch + $0.at))  \($0.text)" } }

    /// The codes that accusations name; and with them the routers that let them in, and what concerns everybody.
    private var suspects: (codes: Set<String>, words: Set<String>) {
        let words = Set(
            judge.accusations.prefix(2).flatMap { $0.text.split { !$0.isLetter && !$0.isNumber && $0 != "-" } }
        )
        let numbers = words.compactMap { Int($0) }.filter(ledger.logins.indices.contains)
        let codes = Set(words.map(String.init)).intersection(ledger.sold.keys)
            .union(numbers.map { ledger.logins[$0].code })
        let hosts = codes.flatMap { code in ledger.logins(of: code).map { routers[$0.router].host + ":" } }
        let all = codes.union(hosts).union(words.filter { $0.hasPrefix("router-") }.map { "\($0):" })
        return (codes, all.union(["— calm —", "process", "killed"]))
    }

    private func clock(_ moment: Timestamp?) -> String {
        moment.map { Chronicle.clock($0 - baseline.epoch - beginning) } ?? "?"
    }

    private func record(of code: String) -> [String] {
        let lines = try? disk.look { connection in
            let reports = try connection.query(
                "SELECT * FROM reports WHERE user_name = $1 ORDER BY recorded_at, observed_at",
                [code]
            )
            let sessions = try connection.query(
                "SELECT * FROM guest_sessions WHERE user_name = $1 ORDER BY started_at",
                [code]
            )
            return try reports.map(report) + sessions.map(session)
        }
        // The history itself is told all the same.
        return lines ?? ["nothing that can be read of \(code)"]
    }

    /// What the gateway did last with a router.
    private func runs(_ number: Int) -> [String] {
        guard baseline.places.indices.contains(number) else { return [] }
        let lines = try? disk.look { connection in
            try connection.query(
                "SELECT * FROM sync_runs WHERE device_id = $1 ORDER BY started_at DESC LIMIT 8",
                [baseline.places[number].device]
            ).map { row in
                """
                \(clock(try row.time("started_at")))  router-\(number): \(try row.text("outcome")), \
                \(try row.optionalText("failure") ?? "no failure")
                """
            }
        }
        // The history itself is told all the same.
        return lines ?? ["no runs of router-\(number) that can be read"]
    }

    private func place(_ row: SQLRow) throws -> String {
        let device: Device.ID = try row.id("device_id")
        let guest = try [row.optionalText("mac_address"), row.optionalText("address")].map { $0 ?? "?" }
        let number = baseline.places.firstIndex { $0.device == device }
        return "router-\(number.map(String.init) ?? "?") \(try row.text("user_name")) \(guest.joined(separator: " "))"
    }

    private func report(_ row: SQLRow) throws -> String {
        """
        \(clock(try row.time("recorded_at")))  \(try row.text("source")) tells of a \(try row.text("event")) at \
        \(clock(try row.optionalTime("session_at"))): \(try place(row)), \(try row.optionalInteger("uptime_seconds").map { "\($0) s" } ?? "?"): \
        \(try row.text("meaning"))
        """
    }

    private func session(_ row: SQLRow) throws -> String {
        let end = clock(try row.optionalTime("ended_at"))
        return """
            \(clock(try row.time("started_at")))  session until \(end)\
            \(try row.flag("is_end_told") ? "" : " (concluded)"), last seen \(clock(try row.time("last_seen_at"))): \
            \(try place(row)), recorded \(clock(try row.time("recorded_at")))
            """
    }
}
