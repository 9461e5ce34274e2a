import RouterOSAPI

extension ConformanceCheck {
    /// How long things take, of which the gateway's way of writing depends.
    static let speed: [ConformanceCheck] = [
        ConformanceCheck(
            asking: .speed,
            "rows",
            "how long a new row takes",
            source: "in no public source; 20 ms a request on one 7.23.2 after the first 150 (danikf/tik4net)"
        ) { context in
            let count = 24
            let trip = try await context.milliseconds(8) {
                for _ in 0..<8 { _ = try await context.call(Command("/system/identity/print")) }
            }
            let single = try await context.milliseconds(count) {
                for index in 0..<count { _ = try await context.call(context.disabledUser("s\(index)")) }
            }
            let pipelined = try await context.milliseconds(count) {
                _ = try await context.batch((0..<count).map { context.disabledUser("p\($0)") })
            }
            let script = try await context.milliseconds(count) {
                try await context.runScript(adding: (0..<count).map { "x\($0)" })
            }
            let query = Query.equal("name", context.prefix + "x\(count - 1)")
            let last = try await context.call(Command("\(ConformanceContext.users)/print").filtered(by: query)).rows
            try context.expect(last.count == 1, "the script's last row is not there")
            return ConformanceAnswer(
                text: """
                    one by one \(single.brief) ms, sixteen in flight \(pipelined.brief) ms, inside one script \
                    \(script.brief) ms; a question and its answer take \(trip.brief) ms
                    """,
                figures: [
                    "single_milliseconds": single, "pipelined_milliseconds": pipelined,
                    "script_milliseconds": script, "round_trip_milliseconds": trip,
                ]
            )
        },
        ConformanceCheck(
            asking: .speed,
            "requests",
            "whether the router answers more slowly after some hundred requests",
            source: "1,000 a second at first, 130 after 150 requests on one 7.23.2 (danikf/tik4net)"
        ) { context in
            let hundred = Array(repeating: Command("/system/identity/print").proplist(["name"]), count: 100)
            var rates: [Double] = []
            for _ in 0..<4 {
                let each = try await context.milliseconds(100) { _ = try await context.batch(hundred) }
                rates.append(1000 / max(each, 0.001))
            }
            let texts = rates.map { String(Int($0)) }
            return ConformanceAnswer(
                text: "requests a second, in four hundreds: \(texts.joined(separator: ", "))",
                figures: ["first_per_second": rates[0], "last_per_second": rates[3]]
            )
        },
    ]
}

extension ConformanceContext {
    fileprivate func disabledUser(_ name: String) -> Command {
        Command("\(Self.users)/add").with("name", self.prefix + name).with("disabled", true)
    }

    /// How long each of so many takes, in milliseconds.
    fileprivate func milliseconds(_ count: Int, _ work: () async throws -> Void) async rethrows -> Double {
        let begin = ContinuousClock.now
        try await work()
        let taken = (ContinuousClock.now - begin) / Duration.milliseconds(1) / Double(count)
        return (taken * 1000).rounded() / 1000
    }
}

extension Double {
    /// With one digit behind the point.
    fileprivate var brief: String {
        "\((self * 10).rounded() / 10)"
    }
}
