import ArgumentParser
import GatewayHTTP

/// What every command that works on a database takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The database (default: $GARDENGATE_DATABASE, else what the configuration file says, else gardengate/gardengate.db \
            in the XDG data folder).
            """,
            valueName: "path"
        )
    )
    var database: String?

    @Option(help: ArgumentHelp("The key file that seals passwords (default: <database>.key).", valueName: "path"))
    var keyFile: String?

    @Flag(help: "Print one JSON value instead of text.")
    var json = false
}
