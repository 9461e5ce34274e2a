import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device set`.
struct DeviceSet: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change the address, account, password or syslog source of a router.",
        discussion: """
            The gateway logs in once to see that everything fits, and changes nothing when it does not.

            Examples:
              gardengate device set 192.0.2.1 --user gardengate --password-file router.txt
              gardengate device set router.example --syslog-source 198.51.100.7
            """
    )

    @Argument(help: "The device: its id, its host or its host:port.")
    var device: String

    @Option(help: ArgumentHelp("Its new name or address.", valueName: "host[:port]"))
    var address: HostPort?

    @Option(help: ArgumentHelp("The account on the router.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("The password is the first line of this file; - is standard input.", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("Whether to write to a RouterOS older than 7.10.", valueName: "true|false"))
    var allowUnsupported: Bool?

    @Option(
        help: ArgumentHelp(
            "The address that its syslog lines come from; host for the address of its host.",
            valueName: "address"
        ),
        transform: SyslogSourceArgument.init
    )
    var syslogSource: SyslogSourceArgument?

    @Flag(help: "Do not log in now.")
    var noCheck = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { device }

    mutating func validate() throws {
        guard changesLogin || allowUnsupported != nil || syslogSource != nil else {
            throw ValidationError(
                "nothing to change: give --address, --user, --password-file, --allow-unsupported or --syslog-source"
            )
        }
    }

    /// Whether something changes that the gateway logs in with.
    private var changesLogin: Bool { address != nil || user != nil || passwordFile != nil }

    func run(_ session: Session) async throws {
        var device = try await session.store.device(device)
        if let address {
            device.host = address.host
            device.port = address.port ?? device.port
        }
        device.user = user ?? device.user
        device.allowsUnsupported = allowUnsupported ?? device.allowsUnsupported
        if let syslogSource { device.syslogSource = syslogSource.address }
        let password = try passwordFile.map { try PasswordFile.read($0) }
        // From where lines come has nothing to do with logging in.
        if !noCheck, changesLogin || allowUnsupported != nil {
            let known = try await session.store.password(of: device.id)
            _ = try await DeviceLogin.check(device, password: password ?? known)
        }
        try await session.store.updateDevice(device, password: password, now: session.now)
        session.output.write(
            "device \(HostPort.text(device.host, device.port)) changed: \(device.id)",
            json: DeviceView(device: device).json
        )
    }
}
