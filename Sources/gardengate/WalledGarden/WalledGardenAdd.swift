import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate walled-garden add`.
struct WalledGardenAdd: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Let guests reach something before login.",
        discussion: """
            An address, a network or a plain host name lets HTTPS through. A name with *, a path or a method looks into \
            plain HTTP only: HTTPS does not pass by such a rule.

            Examples:
              gardengate walled-garden add "Hotel Linde" Payment pay.example.com --port 443
              gardengate walled-garden add "Hotel Linde" Menu 192.0.2.0/24
              gardengate walled-garden add "Hotel Linde" Blocked ads.example.com --deny
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(help: "What to call the entry.")
    var name: String

    @Argument(help: "An address, a network as 192.0.2.0/24, or a host name, also with *.")
    var target: String

    @Option(help: ArgumentHelp("Only this port or range, as 443 or 8000-8010.", valueName: "port"))
    var port: String?

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp("Only this protocol: tcp or udp; tcp when only a port is given.", valueName: "tcp|udp")
    )
    var transport: String?

    @Option(help: ArgumentHelp("Only this HTTP method, as GET.", valueName: "method"))
    var method: String?

    @Option(help: ArgumentHelp("Only this HTTP path, also with *.", valueName: "path"))
    var path: String?

    @Flag(help: "Keep guests from it instead.")
    var deny = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    mutating func validate() throws {
        if let transport, transport != "tcp", transport != "udp" {
            throw ValidationError("--protocol \(transport) is neither tcp nor udp")
        }
        if let port {
            let bounds = port.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) ?? 0 }
            guard (1...2).contains(bounds.count), !bounds.contains(0), bounds.first ?? 0 <= bounds.last ?? 0 else {
                throw ValidationError("--port \(port) is no port: give 443, or a range as 8000-8010")
            }
        }
        if let method, method.isEmpty || !method.allSatisfy({ $0.isASCII && $0.isLetter }) {
            throw ValidationError("--method \(method) is no HTTP method: give one as GET")
        }
    }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        var entry = WalledGardenEntry(
            id: session.store.newID(),
            site: site.id,
            position: 0,
            name: name,
            target: try Self.parsed(target),
            createdAt: session.now
        )
        entry.action = deny ? .deny : .allow
        entry.port = port
        // A router takes a port only together with a protocol, and it is hardly ever another one.
        entry.transport = transport ?? (port == nil ? nil : "tcp")
        entry.method = method?.uppercased()
        entry.path = path
        let added = try await session.store.addWalledGardenEntry(entry)
        session.output.write(
            "walled-garden entry \(added.name.printable) added at \(site.name.printable): \(added.id)",
            json: WalledGardenEntryView(entry: added).commandJSON
        )
    }

    /// What the text means: a network when it is one, else a host.
    static func parsed(_ text: String) throws -> WalledGardenEntry.Target {
        if let subnet = Subnet(text) { return .network(subnet) }
        let isHost =
            text.utf8.count <= 253
            && text.allSatisfy { character in
                character.isASCII && (character.isLetter || character.isNumber || "-._*?".contains(character))
            }
        let looksLikeAddress = text.allSatisfy { $0.isNumber || $0 == "." || $0 == "/" }
        guard isHost, !looksLikeAddress, !text.isEmpty else {
            throw CommandFailure(
                "\"\(text)\" is neither an IPv4 address, a network as 192.0.2.0/24, nor a host name",
                exitCode: ExitCode.validationFailure.rawValue
            )
        }
        return .host(text.lowercased())
    }
}
