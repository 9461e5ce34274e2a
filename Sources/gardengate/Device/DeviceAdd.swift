import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device add`.
struct DeviceAdd: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a router to a site.",
        discussion: """
            Without --trust the fingerprint of the router's certificate is shown and asked for; compare it with what the \
            router prints for :put [/certificate/get CERTIFICATE fingerprint]. Without a terminal nothing is asked: the \
            error shows the fingerprint and the flag.

            The gateway logs in once to see that everything fits. The password is asked for, or read from a file; it is \
            never an argument.

            Example:
              gardengate device add "Hotel Linde" 192.0.2.1 --user gardengate --password-file router.txt
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(help: ArgumentHelp("The router's name or address; port 8729 unless given.", valueName: "host[:port]"))
    var address: HostPort

    @Option(help: ArgumentHelp("The account on the router.", valueName: "name"))
    var user: String

    @Option(help: ArgumentHelp("The password is the first line of this file; - is standard input.", valueName: "file"))
    var passwordFile: String?

    @Option(help: TrustArgument.help)
    var trust: TrustArgument?

    @Flag(help: "Write to the router even if its RouterOS is older than 7.10.")
    var allowUnsupported = false

    @Flag(help: "Do not log in now; a wrong address, certificate or password shows at the first push.")
    var noCheck = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let port = address.port ?? 8729
        if try await session.store.allDevices().contains(where: { $0.host == address.host && $0.port == port }) {
            throw CommandFailure(
                "there is a device at \(HostPort.text(address.host, port)) already: change it with device set, or remove it"
            )
        }
        let password = try PasswordFile.readOrAsk(passwordFile, whose: "\(user) on \(address.host)")
        let trust = try await TrustQuestion(host: address.host, port: port).answer(trust)
        var device = Device(
            id: session.store.newID(),
            site: site.id,
            host: address.host,
            port: port,
            user: user,
            trust: trust,
            createdAt: session.now
        )
        device.allowsUnsupported = allowUnsupported
        let found = noCheck ? nil : try await DeviceLogin.check(device, password: password)
        try await session.store.addDevice(device, password: password)
        TrustArgument.warn(about: [device])
        session.output.write(
            """
            device \(HostPort.text(device.host, device.port)) added at \(site.name.printable)\
            \(found.map { " (\($0))" } ?? ""): \(device.id)
            next: gardengate push \(site.name.shellQuoted)
            """,
            json: DeviceView(device: device).json
        )
    }
}
