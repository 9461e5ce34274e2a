/// What runs on a router for a gateway, as the text that is written there: two hooks of its user profiles, and two scripts of
/// its scheduler.
///
/// A pure function of the gateway's id and of where a router reports to; no time is in it, so the same values give the same
/// text, and a text that differs on the router was edited there or is of another version.
public struct RouterScripts: Hashable, Sendable {
    /// Where a router reports to, and as whom.
    public struct Reporting: Hashable, Sendable {
        /// The address of `POST /routeros/events`, which stands in a text in quotes on the router.
        public var url: String
        /// The router's own token, which lets it report and nothing else.
        public var token: Secret
        /// How the router checks the gateway's certificate.
        public var check: CertificateCheck

        /// Describes where a router reports to.
        ///
        /// - Parameters:
        ///   - url: the address of `POST /routeros/events`.
        ///   - token: the router's own token.
        ///   - check: how the router checks the gateway's certificate.
        public init(url: String, token: Secret, check: CertificateCheck) {
            self.url = url
            self.token = token
            self.check = check
        }
    }

    /// How a router checks the certificate of a server that it calls, in the words of `check-certificate` (manual, Fetch page).
    public enum CertificateCheck: String, Hashable, Sendable {
        /// It sends its token to whoever answers.
        case no
        /// The chain must lead to an authority that it trusts; where it looks for revocation lists, each link must have one.
        case yes
        /// The same without lists: an authority of our own has none.
        case yesWithoutRevocationList = "yes-without-crl"
    }

    /// Whose scripts they are.
    public var gateway: GatewayID
    /// Where the router reports to; nil when no endpoint is known: then logins are noted on the router only.
    public var reporting: Reporting?

    /// Describes the scripts of a router.
    ///
    /// - Parameters:
    ///   - gateway: whose scripts they are.
    ///   - reporting: where the router reports to.
    public init(gateway: GatewayID, reporting: Reporting?) {
        self.gateway = gateway
        self.reporting = reporting
    }

    /// How many bytes a script may have so that every router takes it: 30,000.
    ///
    /// `/execute` takes 64 kB (manual, Scripting page), and a word of the API as much as our own limit.
    public static let bytesMaximum = 30_000

    /// The name of the row of `/system/script` and of its entry of `/system/scheduler` that reports.
    public var reportName: String { "gg-\(gateway)-report" }
    /// The name of the row of `/system/script` and of its entry of `/system/scheduler` that sweeps.
    public var sweepName: String { "gg-\(gateway)-sweep" }

    /// What the report must be allowed, in alphabetical order; without `write` it says nothing in the log.
    public static let reportPolicies = ["read", "test", "write"]
    /// What the sweep must be allowed, in alphabetical order.
    public static let sweepPolicies = ["read", "write"]
    /// When the scheduler counts its entries from: the router's start, since one that begins at a date waits for years where the clock begins
    /// in 1970.
    public static let startTime = "startup"
    /// How often the report runs, in seconds.
    public static let reportIntervalSeconds: Int64 = 60
    /// How often the sweep runs, in seconds.
    public static let sweepIntervalSeconds: Int64 = 300

    /// The source of `on-login` of the gateway's user profiles: notes the first login of a coupon, and reports every one.
    public var onLogin: String { text(of: .onLogin) }
    /// The source of `on-logout` of the gateway's user profiles: reports the end of a session.
    ///
    /// Empty without ``reporting``.
    public var onLogout: String { reporting == nil ? "" : text(of: .onLogout) }
    /// The source of the script that sends what the gateway does not have yet; nil without ``reporting``.
    public var report: String? { reporting.map { _ in text(of: .report) } }
    /// The source of the script that ends what is over while the gateway is away.
    public var sweep: String { text(of: .sweep) }

    private func text(of template: RouterScriptTemplate) -> String {
        RouterScriptRendering(scripts: self).text(of: template.source)
    }
}
