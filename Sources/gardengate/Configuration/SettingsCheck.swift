import GatewayHTTP
import GatewaySync

/// Whether values that are right each by itself hold together.
struct SettingsCheck {
    private let settings: GatewaySettings
    private let given: Set<String>
    private let naming: (String) -> String

    /// Looks at settings.
    ///
    /// - Parameters:
    ///   - settings: what holds.
    ///   - given: the keys that somebody gave.
    ///   - naming: what a key is called by whoever gave it.
    init(_ settings: GatewaySettings, given: Set<String>, naming: @escaping (String) -> String) {
        self.settings = settings
        self.given = given
        self.naming = naming
    }

    /// What is wrong, one line for each.
    var problems: [ConfigurationProblem] { answering + pairs }

    private var answering: [ConfigurationProblem] {
        let http = settings.http
        guard (http.tlsCertificate == nil) == (http.tlsKey == nil) else {
            return [
                problem(
                    "http.tls-key",
                    "\(naming("http.tls-certificate")) and \(naming("http.tls-key")) belong together: give both"
                )
            ]
        }
        guard let listen = http.listen, let configuration = http.configuration else {
            let idle = given.filter { $0.hasPrefix("http.") }.sorted()
            guard let first = idle.first else { return [] }
            return [
                problem(
                    first,
                    "nothing listens: give \(naming("http.listen")) HOST:PORT, or leave \(naming(first)) out"
                )
            ]
        }
        guard configuration.isExposed, !http.allowsPlainHTTP else { return [] }
        return [
            problem(
                "http.listen",
                """
                plain HTTP on \(listen.host) would let everybody in between read tokens and codes: give \
                \(naming("http.tls-certificate")) and \(naming("http.tls-key")), or listen on 127.0.0.1 behind a proxy that serves \
                HTTPS, or say \(naming("http.allow-plain-http"))
                """
            )
        ]
    }

    private var pairs: [ConfigurationProblem] {
        let (sync, webhooks) = (settings.sync, settings.webhookRules)
        return [
            ordered("sync.look-interval", sync.lookInterval, "sync.audit-interval", sync.auditInterval),
            ordered("sync.retry-delay-min", sync.retryDelayMinimum, "sync.retry-delay-max", sync.retryDelayMaximum),
            ordered(
                "webhooks.body-deadline",
                webhooks.bodyDeadline,
                "webhooks.attempt-deadline",
                webhooks.attemptDeadline
            ),
        ].compactMap(\.self)
    }

    private func ordered(
        _ lesser: String,
        _ less: Duration,
        _ greater: String,
        _ more: Duration
    ) -> ConfigurationProblem? {
        guard less > more else { return nil }
        return problem(
            greater,
            """
            \(naming(greater)) is \(ConfigurationDuration.text(more)), and \(naming(lesser)) is \
            \(ConfigurationDuration.text(less)): it must be at least as long
            """
        )
    }

    private func problem(_ key: String, _ message: String) -> ConfigurationProblem {
        ConfigurationProblem(message, key: key)
    }
}
