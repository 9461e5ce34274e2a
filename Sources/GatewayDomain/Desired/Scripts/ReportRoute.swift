/// The way by which a router's scripts report, and how well that works as far as the gateway knows.
public struct ReportRoute: Hashable, Sendable {
    /// Where they report to.
    public var url: String
    /// How the router knows that it is the gateway.
    public var trust: Trust
    /// Logins of some minutes ago that the gateway learnt of by looking at the router, since when the router has reported nothing: when it
    /// learnt of them, by user name.
    ///
    /// One that still has such a login noted is kept from reporting. A few of them; empty where nobody asked.
    public var unreported: [String: Timestamp]
    /// Whether the router has reported since it was last said where the gateway is.
    public var isProven: Bool

    /// How a router knows that it is the gateway.
    public enum Trust: Hashable, Sendable {
        /// It does not: plain HTTP has nothing to check.
        case none
        /// By an authority that the world knows.
        case wellKnown
        /// By an authority of its own: the SHA-256 of its certificate, 64 hexadecimal digits in lower case as routers show it.
        case authority(fingerprint: String)

        /// How the router checks the certificate that it is shown.
        public var check: RouterScripts.CertificateCheck {
            switch self {
            case .none: .no
            case .wellKnown: .yes
            case .authority: .yesWithoutRevocationList
            }
        }
    }

    /// Describes a way of which nothing bad is known.
    ///
    /// - Parameters:
    ///   - url: where scripts report to.
    ///   - trust: how the router knows that it is the gateway.
    public init(url: String, trust: Trust) {
        self.url = url
        self.trust = trust
        self.unreported = [:]
        self.isProven = false
    }
}
