import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync

/// `gardengate redemption import`.
struct RedemptionImportCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Record the redemptions that a router's log tells of.",
        discussion: """
            Takes what /log print shows, logs on a router's disk, files of a syslog server, CSV with a header row (code, login_at, \
            mac_address, …), and JSON lines; each also packed with gzip. Importing a file again changes nothing.

            Times without a year are of the latest year that is possible, times without a day of the day on which the file \
            was written. Lines that cannot be read are told with their number, and do not keep the others from being recorded.

            Shown are counts and the first lines with which something is the matter. With --verbose every line that is about a \
            login, or cannot be read, is told as soon as it is recorded; with --json --verbose as one JSON object a line, and the counts \
            of a file as the last object of it.

            It ends with 0 when every file was read to its end, whatever is in it, and with 1 when one was not; what was read of it is \
            recorded then.

            Examples:
              gardengate redemption import --site "Hotel Linde" log.0.txt log.1.txt.gz
              gardengate redemption import --site "Hotel Linde" --dry-run --verbose log.txt
            """
    )

    @Option(help: "The site whose router wrote the log: its id or its name.")
    var site: String

    @Option(
        help: ArgumentHelp(
            "The router that wrote it, where the site has several: its id, its host or its host:port.",
            valueName: "device"
        )
    )
    var device: String?

    @Option(help: ArgumentHelp("The zone of the times in it, as Europe/Berlin (default: UTC).", valueName: "zone"))
    var timezone: String?

    @Option(help: ArgumentHelp("The year of the first time that has none.", valueName: "year"))
    var year: Int64?

    @Option(
        help: ArgumentHelp("routeros, syslog, csv or jsonl; without it the files themselves tell.", valueName: "format")
    )
    var format: ImportFormatArgument?

    @Flag(help: "Say what would become of each file, and record nothing.")
    var dryRun = false

    @Flag(help: "Tell what became of every line that is about a login or cannot be read; with --json as lines of JSON.")
    var verbose = false

    @Argument(help: "The files; - is standard input.")
    var files: [String]

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    mutating func validate() throws {
        let years = ImportOptions.yearBounds
        if let year, !years.contains(year) {
            throw ValidationError("--year \(year) is outside of \(years.lowerBound) to \(years.upperBound)")
        }
        if files.count(where: { $0 == ImportFile.standardInput }) > 1 {
            throw ValidationError("standard input (-) can be read once")
        }
    }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let device = try await device(in: session.store, at: site)
        // Prepared before anything is recorded: a name that was mistyped stops all of it.
        let opened = try files.map { try ImportFile.open($0) }
        defer { opened.forEach { $0.close() } }
        var imports: [(file: ImportFile, work: RedemptionImport)] = []
        for file in opened {
            imports.append((file, try await work(for: file, at: site, device: device, session)))
        }
        var results: [ImportResult] = []
        for (file, work) in imports {
            let result = await result(of: work, file, session.output)
            // What was told line by line ends with the counts of its file.
            if verbose { session.output.write(result.text(site: site, hasToldLines: true), jsonLine: result.json) }
            results.append(result)
        }
        if !verbose {
            session.output.write(
                results.map { $0.text(site: site) }.joined(separator: "\n"),
                json: .list(results) { $0.json }
            )
        }
        for case let warning? in results.map({ $0.warning(site: site) }) { Streams.error("warning: \(warning)") }
        let failures = results.compactMap(\.failure)
        guard let first = failures.first else { return }
        throw failures.count == 1
            ? first : CommandFailure("\(first.message); \(failures.count - 1) more could not be imported to their end")
    }

    private func device(in store: Store, at site: Site) async throws -> Device? {
        guard let reference = device else { return nil }
        let found = try await store.device(reference)
        guard found.site == site.id else {
            throw CommandFailure("device \(reference.printable) is not at \(site.name.printable): name one that is")
        }
        return found
    }

    private func work(
        for file: ImportFile,
        at site: Site,
        device: Device?,
        _ session: Session
    ) async throws -> RedemptionImport {
        var options = ImportOptions()
        options.timeZone = timezone ?? options.timeZone
        options.year = year
        options.format = format?.format
        options.isDryRun = dryRun
        options.writtenBy = file.writtenBy(now: session.now)
        return try await RedemptionImport(into: session.store, at: site, device: device, options: options) { .current }
    }

    private func result(of work: RedemptionImport, _ file: ImportFile, _ output: Output) async -> ImportResult {
        let bar = ProgressBar(file.name, total: file.size)
        defer { bar.end() }
        do {
            let summary = try await work.run(
                file.chunks,
                progress: { bar.show(bytes: $0.bytes, lines: $0.lines) },
                listener: verbose ? { @Sendable line in Self.tell(line, of: file.name, bar, output) } : nil
            )
            return ImportResult(file: file.name, outcome: .success(summary))
        } catch {
            return ImportResult(file: file.name, outcome: .failure(error))
        }
    }

    private static func tell(_ line: ImportSummary.Line, of file: String, _ bar: ProgressBar, _ output: Output) {
        bar.end()
        let members = [JSON.Member(name: "file", value: .string(file))] + ImportedLineView(line: line).members
        output.write("\(file.printable): \(ImportResult.text(line))", jsonLine: .object(members))
    }
}

/// How a file is written, as an argument.
struct ImportFormatArgument: ExpressibleByArgument {
    let format: ImportFormat

    init?(argument: String) {
        guard let format = ImportFormat(rawValue: argument.lowercased()) else { return nil }
        self.format = format
    }

    static var allValueStrings: [String] { ImportFormat.allCases.map(\.rawValue) }
}
