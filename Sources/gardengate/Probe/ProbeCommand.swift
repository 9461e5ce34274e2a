import ArgumentParser
import GatewayDomain
import RouterOSAPI
import RouterOSConformance

/// `gardengate probe`.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Ask a router whether it is as we believe that routers are.",
        discussion: """
            What gardengate knows of RouterOS comes from public sources, each about some version and some board. This holds a router of \
            your own against it, and asks it what no source knows: how long a comment may be, what a name may collide with, how long a \
            row takes. It says what it will do before it begins, and needs no database.

            It adds rows of its own, which no guest can use, and removes them: also after Ctrl-C, and after a reboot of the router; what \
            a killed run left behind the next one removes. It changes no setting, touches no row of anybody else, and logs nobody out. \
            The account needs the policies api, read and write.

            The report names the version and the board, and no address, no password and no guest: attach it to an issue as it is. \
            Exit code 2: something does not hold.

            Example:
              gardengate probe 192.0.2.1 --user admin --password-file router.txt
              gardengate probe 192.0.2.1 --password-file router.txt --yes --json
            """
    )

    /// Flash memory that a router must have left, in bytes: the rows are few, but a full one can take no others meanwhile.
    private static let freeFlashMinimum: Int64 = 262_144

    @Argument(help: ArgumentHelp("The router's name or address; port 8729 unless given.", valueName: "host[:port]"))
    var address: HostPort

    @Option(help: ArgumentHelp("The account on the router.", valueName: "name"))
    var user = "admin"

    @Option(help: ArgumentHelp("The password is the first line of this file; - is standard input.", valueName: "file"))
    var passwordFile: String?

    @Option(help: TrustArgument.help)
    var trust: TrustArgument?

    @Flag(help: "Begin without asking.")
    var yes = false

    @Flag(help: "Print one JSON value instead of text.")
    var json = false

    func run() async throws {
        let port = address.port ?? 8729
        let password = try PasswordFile.readOrAsk(passwordFile, whose: "\(user) on \(address.host)")
        let trust = try await TrustQuestion(host: address.host, port: port).answer(trust)
        if trust == .anonymous { TrustArgument.warnOfInsecureLink(address.host, port) }
        let target = ProbeTarget(host: address.host, port: port, user: user, password: password, trust: trust)
        let suite = ConformanceSuite(connect: target.connect)
        let (router, leftRows) = try await target.explaining { () throws(RouterOSError) in
            try await suite.survey()
        }
        if let free = router.freeFlashBytes, free < Self.freeFlashMinimum {
            throw CommandFailure("\(target.place) has only \(free / 1024) KiB of flash left: make room first (/file)")
        }
        try confirm(target.place, router, leftRows)
        let date = Timestamp.current
        let report = try await ProbeRun(suite: suite, target: target).report()
        let view = ProbeReportView(report: report, date: date)
        Output(isJSON: json).write(view.text(Style.standardOutput()), json: view.json)
        if report.mayHaveLeftRows {
            throw CommandFailure("\(target.place) went away; \(ProbeRun.leftRows(at: target.place))")
        }
        if report.results.contains(where: \.isFailure) { throw ExitCode(CommandFailure.notConverged) }
    }

    /// Says what is going to happen, and asks unless that was answered already.
    private func confirm(_ place: String, _ router: ConformanceRouter, _ leftRows: Int) throws {
        guard !yes else { return }
        Streams.error(ProbePlan.text(place, router, leftRows: leftRows))
        guard Terminal.isInteractive else {
            throw CommandFailure("nothing was done, as there is no terminal to ask on: say --yes to begin")
        }
        guard Terminal.confirm("Begin?") else { throw CommandFailure("nothing was done") }
    }
}
