/// How a router is set up beside what serving guests needs: read when everything is compared, and at no other time.
public struct RouterSetup: Hashable, Sendable {
    /// What looks after the router's clock.
    public enum TimeSource: Hashable, Sendable {
        /// Nothing: no time server is asked.
        case none
        /// A time server that does not answer, or has not yet.
        case silent
        /// A time server.
        case synchronized
    }

    /// A certificate of the router.
    public struct Certificate: Hashable, Sendable {
        /// Its name in the router's list.
        public var name: String
        /// When it ends; nil when that cannot be read.
        public var endsAt: Timestamp?
        /// SHA-256 of it, 64 hexadecimal digits in lower case; empty for one that nobody signed yet.
        public var fingerprint: String
        /// Whether it vouches for others.
        public var isTrusted: Bool

        /// Describes a certificate that vouches for nobody.
        ///
        /// - Parameters:
        ///   - name: its name in the router's list.
        ///   - endsAt: when it ends.
        public init(name: String, endsAt: Timestamp?) {
            self.name = name
            self.endsAt = endsAt
            self.fingerprint = ""
            self.isTrusted = false
        }
    }

    /// What looks after its clock; nil when that could not be read.
    public var timeSource: TimeSource?
    /// From where `api-ssl` may be reached, empty for everywhere; nil when that could not be read.
    public var apiAddresses: [String]?
    /// The certificate that `api-ssl` shows; nil when it has none, or it could not be read.
    public var apiCertificate: Certificate?
    /// All certificates that were put onto it; nil when they could not be read.
    public var certificates: [Certificate]?
    /// Whether the router believes that somebody tampered with it (`flagged` of device-mode).
    public var isFlagged: Bool
    /// Its whole storage in bytes; nil when that could not be read.
    public var storageBytes: Int64?
    /// What the account may do that the gateway logs in with; nil when that could not be read.
    public var policies: Set<String>?

    /// Knows nothing.
    public init() {
        timeSource = nil
        apiAddresses = nil
        apiCertificate = nil
        certificates = nil
        isFlagged = false
        storageBytes = nil
        policies = nil
    }
}
