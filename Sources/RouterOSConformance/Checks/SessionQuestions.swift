import RouterOSAPI

extension ConformanceCheck {
    /// What nobody knows for sure about connections.
    static let sessionQuestions: [ConformanceCheck] = [
        ConformanceCheck(
            asking: .session,
            "service-name",
            "what a login over the API is called among the active users",
            source: "the manual's list has only api; in no public source for api-ssl"
        ) { context in
            let rows = try await context.call(Command("/user/active/print").proplist(["via"])).rows
            let names = Set(rows.compactMap { $0.text("via") }.filter { $0.hasPrefix("api") })
            guard !names.isEmpty else { throw ConformanceObstacle(reason: "no login is called so") }
            return ConformanceAnswer(text: names.sorted().joined(separator: ", "))
        },
        ConformanceCheck(
            asking: .session,
            "above-max-sessions",
            "what a client sees above max-sessions",
            source: "in no public source; the default is 20 from 7.16 on (manual, services page)"
        ) { context in
            let names: Query = .any([.equal("name", "api-ssl"), .equal("name", "api")])
            let command = Command("/ip/service/print").proplist(["name", "max-sessions"]).filtered(by: names)
            let limits = try await context.call(command).rows.compactMap { $0.text("max-sessions") }
            let limit =
                limits.isEmpty ? "there is no such setting" : "it is \(Set(limits).sorted().joined(separator: ", "))"
            throw ConformanceObstacle(reason: "it would take the places of others; \(limit)")
        },
        ConformanceCheck(
            asking: .session,
            "idle-limit",
            "whether the router ends connections that are idle",
            source: "in no public source"
        ) { _ in throw ConformanceObstacle(reason: "it takes hours") },
        ConformanceCheck(
            asking: .session,
            "tls",
            "which TLS the router speaks",
            source: "1.2 by captures and the manual; in no public source for 1.3"
        ) { context in
            guard let handshake = await context.connection.handshake() else {
                throw ConformanceSkip(reason: "the connection is not encrypted")
            }
            return ConformanceAnswer(text: "\(handshake.version), \(handshake.cipher)")
        },
        ConformanceCheck(
            asking: .session,
            "certificate-kind",
            "whether api-ssl takes a certificate with an elliptic key",
            source: "such keys can be made, by the command trees of tikoci/restraml; in no public source for api-ssl"
        ) { _ in throw ConformanceObstacle(reason: "it takes another certificate, and a setting of the service") },
        ConformanceCheck(
            asking: .session,
            "certificate-chain",
            "whether the router sends the chain that its certificate hangs on",
            source: "in no public source"
        ) { _ in
            throw ConformanceObstacle(
                reason: "it takes a certificate of another authority, and a setting of the service"
            )
        },
        ConformanceCheck(
            asking: .session,
            "word-length",
            "how long a word and a sentence may be after the login",
            source: "in no public source; before the login they are bounded, without figures (manual, API page)"
        ) { _ in
            throw ConformanceObstacle(
                reason: "what is too long may end other connections, or take memory that guests need"
            )
        },
        ConformanceCheck(
            asking: .session,
            "safe-mode",
            "whether safe mode works over the API, and takes back what was done when the connection ends",
            source: "since 7.18, by danikf/tik4net; no capture in any public source"
        ) { _ in
            throw ConformanceObstacle(reason: "what others change in the meantime would be taken back as well")
        },
    ]
}
