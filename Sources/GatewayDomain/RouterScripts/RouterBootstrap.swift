/// What makes one router ready for the gateway, as text to paste or as a file to import.
///
/// Both hold the password. The paste is short, for terminals lose lines of long ones, and fetches the rest from the gateway;
/// ``fetched`` is that rest, the same for every router and without any secret.
public struct RouterBootstrap: Hashable, Sendable {
    /// The names of features that device-mode may forbid.
    public enum Feature: String, Hashable, Sendable, CaseIterable {
        /// Guests log in.
        case hotspot
        /// Scripts run by themselves.
        case scheduler
        /// Scripts report, and the paste fetches the rest.
        case fetch
    }

    /// The authority by which the router knows the gateway.
    public struct Authority: Hashable, Sendable {
        /// The certificate as PEM.
        public var certificate: String
        /// Its SHA-256, 64 lower-case hexadecimal digits.
        public var fingerprint: String

        /// Describes an authority.
        ///
        /// - Parameters:
        ///   - certificate: the certificate as PEM.
        ///   - fingerprint: its SHA-256, 64 lower-case hexadecimal digits.
        public init(certificate: String, fingerprint: String) {
            self.certificate = certificate
            self.fingerprint = fingerprint
        }
    }

    /// The name of the account, and of its group.
    public var account: String
    /// The account's password.
    public var password: Secret
    /// The name or address under which the gateway reaches the router.
    public var host: String
    /// The addresses that the gateway comes from, as `192.0.2.10/32`.
    public var sources: [String]
    /// Until the router's clock is past this, it is wrong.
    public var clockMinimum: Timestamp
    /// Time servers for a router that has none, by name or address.
    public var timeServers = "pool.ntp.org"
    /// What device-mode must let work.
    public var features: Set<Feature> = Set(Feature.allCases)
    /// Where the router reaches the gateway; nil when it is not known, which leaves the file.
    public var gatewayURL: String?
    /// The authority by which the router knows the gateway; nil for one that it knows by itself.
    public var authority: Authority?
    /// A script that runs once the clock is right and before anything is fetched, for instance one that makes a tunnel; nil for none.
    public var fragment: String?
    /// The name of the file on the router.
    public var fileName = "gardengate.rsc"

    /// Describes the set-up of a router.
    ///
    /// - Parameters:
    ///   - account: the name of the account, and of its group.
    ///   - password: the account's password.
    ///   - host: the name or address under which the gateway reaches the router.
    ///   - sources: the addresses that the gateway comes from, as `192.0.2.10/32`.
    ///   - clockMinimum: until the router's clock is past this, it is wrong.
    public init(account: String, password: Secret, host: String, sources: [String], clockMinimum: Timestamp) {
        self.account = account
        self.password = password
        self.host = host
        self.sources = sources
        self.clockMinimum = clockMinimum
    }

    /// What the paste fetches: public, and the same for every router of this version of the gateway.
    public static var fetched: String { body(fragment: nil) }

    /// The text to paste; nil when it is not known where the gateway is.
    ///
    /// Without comments and margins: the less a terminal has to take, the less it loses.
    public var paste: String? {
        guard let gatewayURL else { return nil }
        let text = Self.filled(
            .paste,
            [
                "setup": setup(file: "gardengate-bootstrap.rsc", isPasted: true), "fragment": fragment ?? "",
                "url": gatewayURL, "strangers": authority == nil ? Self.strangers : "",
                "check": (authority == nil ? RouterScripts.CertificateCheck.yes : .yesWithoutRevocationList).rawValue,
            ]
        )
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        return lines.enumerated().filter { $0.offset == 0 || !$0.element.hasPrefix("#") }.map { "\($0.element)\n" }
            .joined()
    }

    /// The file to import.
    public var file: String {
        let opening = Self.filled(.file, ["setup": setup(file: fileName, isPasted: false), "file": fileName])
        return opening + "\n" + Self.body(fragment: fragment)
    }

    private static let strangers = """
        :put "  The router must know the gateway's authority by itself, which none does out of its box before 7.19:"
        :put "  gardengate gateway set URL --tls-ca FILE names it, and then the router is told."
        """

    private static func body(fragment: String?) -> String {
        let wanted = RouterAccount.policies.map(\.name)
        // A change of a group only adds: what it must not have is said as well.
        let others = RouterAccount.otherPolicies.map { "!" + $0 }
        return filled(.body, ["policies": (wanted + others).joined(separator: ","), "fragment": fragment ?? ""]) + "\n"
    }

    private static func filled(_ template: BootstrapTemplate, _ values: [String: String]) -> String {
        let pieces = [
            "checks": BootstrapTemplate.checks.source, "clock": BootstrapTemplate.clock.source,
            "authority": BootstrapTemplate.authority.source, "setup": values["setup"], "fragment": values["fragment"],
            "strangers": values["strangers"],
        ].compactMapValues(\.self)
        var lines: [Substring] = []
        for line in template.source.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("{{"), let piece = pieces[String(line.dropFirst(2).dropLast(2))] {
                lines += piece.split(separator: "\n")
                continue
            }
            // In the text of a template only; what is put in is not looked at again.
            var text = String(line)
            for (name, value) in values where pieces[name] == nil {
                text = text.replacing("{{\(name)}}", with: value)
            }
            lines.append(text[...])
        }
        return lines.joined(separator: "\n")
    }

    /// The variable that holds what is this router's own, in lines that no terminal breaks.
    private func setup(file: String, isPasted: Bool) -> String {
        let certificate = (authority?.certificate ?? "").split(separator: "\n").map { "        \($0)\\n\\" }
        let names = Feature.allCases.filter(features.contains).map { RouterOSText.quoted($0.rawValue) }
        let lines = [
            "account": account, "password": password.revealed, "host": host, "altName": alternativeName,
            "from": sources.joined(separator: ","), "timeServers": timeServers, "file": file,
            "authorityPrint": authority?.fingerprint ?? "",
        ].sorted { $0.key < $1.key }.map { "    :set ($setup->\"\($0.key)\") \(RouterOSText.quoted($0.value))" }
        let authorityLines =
            certificate.isEmpty
            ? ["    :set ($setup->\"authority\") \"\""]
            : ["    :set ($setup->\"authority\") \"\\"] + certificate + ["        \""]
        return
            (["    :local setup [:toarray \"\"]"] + lines + authorityLines + [
                "    :set ($setup->\"features\") {\(names.joined(separator: ";"))}",
                "    :set ($setup->\"since\") \(clockMinimum.milliseconds / 1000)",
                "    :set ($setup->\"isPasted\") \(isPasted)",
            ]).joined(separator: "\n")
    }

    /// How a certificate names the host besides.
    private var alternativeName: String {
        IPAddress(host) == nil ? "DNS:\(host)" : "IP:\(host)"
    }
}
