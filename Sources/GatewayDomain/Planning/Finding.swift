/// Something on a router that we see and do not own, and that keeps it from doing its job well.
public struct Finding: Hashable, Sendable {
    /// Which kind: bounded and constant, good as a label.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No hotspot server serves the instance's subnets.
        case noServer = "no_server"
        /// Several hotspot servers could be meant.
        case ambiguousServer = "ambiguous_server"
        /// The server profile lets nobody back in by MAC cookie.
        case noMACCookie = "no_mac_cookie"
        /// The server profile asks a RADIUS server.
        case usesRADIUS = "uses_radius"
        /// The unencrypted API service is on.
        case plainAPI = "plain_api"
        /// device-mode forbids hotspot.
        case deviceMode = "device_mode"
        /// The RouterOS is older than the gateway writes to.
        case oldVersion = "old_version"
        /// The router's clock is wrong.
        case clock
        /// A walled-garden entry cannot let HTTPS through.
        case noHTTPS = "no_https"
        /// Rows wait because of a limit of the device.
        case notYetPushed = "not_yet_pushed"
        /// An account asks for a user profile that the router does not have.
        case missingProfile = "missing_profile"
        /// Somebody is online with a user of ours that the store knows nothing of.
        case unknownGuest = "unknown_guest"
    }

    /// Which kind.
    public var code: Code
    /// What it is about: a server's, profile's or entry's name; may be empty.
    public var subject: String
    /// What is the matter, as one sentence.
    public var message: String
    /// What to do about it, as one sentence.
    public var remedy: String

    /// Makes a finding.
    ///
    /// - Parameters:
    ///   - code: which kind.
    ///   - subject: what it is about.
    ///   - message: what is the matter.
    ///   - remedy: what to do about it.
    public init(_ code: Code, subject: String, message: String, remedy: String) {
        self.code = code
        self.subject = subject
        self.message = message
        self.remedy = remedy
    }
}
