import ArgumentParser
import Foundation
import GatewayDomain
import GatewayHTTP
import X509

/// `gardengate certificate create`.
struct CertificateCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a certificate for the gateway, and the authority that vouches for it.",
        discussion: """
            The authority (ca.crt and ca.key) is made once, and routers are told to believe it. Made again, the command makes a new \
            server.crt and server.key with the same authority: routers need not be told, and serve has to be started again.

            Whoever has ca.key can pretend to be the gateway, and more: a router that believes the authority believes it for every \
            name. Keep it where the database is, or away from the gateway altogether.

            Example:
              gardengate certificate create --host wifi.example.com --host 192.0.2.10
              gardengate certificate create --host 192.0.2.10 --days 90 --directory certs
            """
    )

    /// How long a certificate may be valid, in days.
    static let dayBounds = 1...3650

    @Option(
        help: ArgumentHelp("How routers reach the gateway: a name or an address; may be repeated.", valueName: "host")
    )
    var host: [String] = []

    @Option(help: ArgumentHelp("For how long it is valid, in days.", valueName: "days"))
    var days = 825

    @Option(
        help: ArgumentHelp("Where the files go (default: certificates, beside the database).", valueName: "path")
    )
    var directory: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard !host.isEmpty else { throw ValidationError("--host is missing: say how routers reach the gateway") }
        guard Self.dayBounds.contains(days) else {
            throw ValidationError(
                "--days \(days) is outside of \(Self.dayBounds.lowerBound) to \(Self.dayBounds.upperBound)"
            )
        }
        for text in host where CertificateHost(text) == nil {
            throw ValidationError(
                "--host \(text.printable) is neither a name nor an address: write it without a scheme, port or path"
            )
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let folder = CertificateFolder(
            path: try directory ?? Self.beside(try DatabaseLocation(global, environment: environment))
        )
        let now = Date()
        let known = try folder.existingAuthority()
        if let known, known.identity.certificate.notValidAfter < now {
            throw CommandFailure(
                "the authority \(folder.authority.printable) has expired: move ca.crt and ca.key away to make a new one"
            )
        }
        let authority = try known ?? CertificateAuthority(now: now)
        var hosts: [CertificateHost] = []
        for host in host.compactMap(CertificateHost.init) where !hosts.contains(host) { hosts.append(host) }
        let server = try authority.server(hosts, days: days, now: now)
        if known == nil { try await folder.write(authority: authority.identity) }
        try await folder.write(server: server)
        let result = CertificateResult(
            folder: folder,
            isNewAuthority: known == nil,
            authority: authority.identity,
            server: server,
            hosts: hosts
        )
        let (text, json) = (try result.text, try result.json)
        Output(isJSON: global.json).write(text, json: json)
        if !global.json { Streams.error(result.hint) }
    }

    private static func beside(_ database: DatabaseLocation) -> String {
        URL(fileURLWithPath: database.path).deletingLastPathComponent().appendingPathComponent("certificates").path
    }
}
