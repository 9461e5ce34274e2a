import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate redemption export`.
struct RedemptionExportCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write redemptions to a file, for a spreadsheet or another program.",
        discussion: """
            A table has the columns code, site, device, redeemed_at, ends_at, mac, ip and source; sites and devices are told by \
            their ids. MAC and IP address are empty once they were erased. The file can be read by its owner alone, and \
            appears when it is complete.

            Examples:
              gardengate redemption export --site "Hotel Linde" --output linde.csv
              gardengate redemption export --since 30d --format jsonl
            """
    )

    @Option(help: ArgumentHelp("Only of this site: its id or its name.", valueName: "site"))
    var site: String?

    @Option(
        help: ArgumentHelp(
            "Only of guests who logged in then or later: a time, a day, or how long ago.",
            valueName: "moment"
        )
    )
    var since: MomentArgument?

    @Option(
        help: ArgumentHelp("Only of guests who logged in before: a time, a day, or how long ago.", valueName: "moment")
    )
    var until: MomentArgument?

    @Option(help: ArgumentHelp("How it is written.", valueName: "csv|jsonl"), transform: Self.format)
    var format = RedemptionExport.Format.csv

    @Option(help: ArgumentHelp("Where it is written (default: standard output).", valueName: "file"))
    var output: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard !global.json || output != nil else {
            throw ValidationError(
                "--json tells about the export and needs --output; --format jsonl writes lines of JSON"
            )
        }
    }

    func run(_ session: Session) async throws {
        var selection = RedemptionSelection(
            since: since?.time(from: session.now),
            until: until?.time(from: session.now)
        )
        if let site { selection.site = try await session.store.site(site).id }
        let export = RedemptionExport(of: session.store, selection, as: format)
        guard let output else {
            _ = try await export.write { Streams.outputText($0) }
            return
        }
        let file = PrivateFile(output)
        let count = try await Progress.showing("exporting") {
            try await file.written { try await export.write($0) }
        }
        session.output.write(
            "\(Quantity.text(count, "redemption", "redemptions") ?? "no redemptions") written to \(output.printable)",
            json: ["redemptions": .integer(Int64(count)), "file": .string(output)]
        )
    }

    private static func format(_ text: String) throws -> RedemptionExport.Format {
        guard let format = RedemptionExport.Format(rawValue: text) else {
            throw ValidationError("a format is csv or jsonl")
        }
        return format
    }
}
