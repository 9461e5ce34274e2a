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
        /// device-mode forbids hotspot, or what the scripts need.
        case deviceMode = "device_mode"
        /// The RouterOS is older than the gateway writes to.
        case oldVersion = "old_version"
        /// The router's clock is wrong.
        case clock
        /// The clock of the gateway's machine is not believed.
        case gatewayClock = "gateway_clock"
        /// The router asks no time server, or none answers it.
        case noNTP = "no_ntp"
        /// The certificate of `api-ssl` ends soon, or has ended.
        case certificate
        /// `api-ssl` answers everybody.
        case openAPI = "open_api"
        /// The router believes that somebody tampered with it.
        case flagged
        /// The gateway's account may do more than it needs to.
        case wideAccount = "wide_account"
        /// The gateway's account may not do all that it should.
        case narrowAccount = "narrow_account"
        /// The storage is nearly full.
        case littleStorage = "little_storage"
        /// A walled-garden entry cannot let HTTPS through.
        case noHTTPS = "no_https"
        /// Rows wait because of a limit of the device.
        case notYetPushed = "not_yet_pushed"
        /// Rows wait for the window of the site.
        case waitsForWindow = "waits_for_window"
        /// An account asks for a user profile that the router does not have.
        case missingProfile = "missing_profile"
        /// Guests see the login page that the router brought along.
        case stockLoginPage = "stock_login_page"
        /// The gateway's login page was asked for, and cannot be shown.
        case loginPage = "login_page"
        /// The router's scripts cannot report logins, since nobody said where the gateway is reached.
        case noEndpoint = "no_endpoint"
        /// The router cannot check the certificate that the gateway shows to its scripts.
        case authority
        /// The router's scripts have logins to report, and nothing arrives.
        case noReports = "no_reports"
        /// The RouterOS is older than the gateway's scripts.
        case oldForScripts = "old_for_scripts"
        /// The gateway's account lacks a policy for something that was asked for.
        case accountPolicy = "account_policy"
        /// A foreign script or schedule stands where one of ours should be.
        case foreignScript = "foreign_script"
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
