import ArgumentParser
import GatewayHTTP

/// `gardengate configuration`.
struct ConfigurationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration",
        abstract: "List what serve can be told in a file or by the environment, and check a file.",
        discussion: """
            Each key with its value unless it is changed, what it may be, what it means, and how else it is said. Options of \
            serve win over the environment, and that over the file.

            A file is YAML. --example prints one with every key, commented out but for those that --set names. --check says \
            everything that is wrong with a file, each with its line; exit code 0: nothing; 64: something.

            Examples:
              gardengate configuration
              gardengate configuration sync limits.rows-per-day
              gardengate configuration --example --set http.listen=127.0.0.1:8080
              gardengate configuration --check /etc/gardengate/gardengate.yaml
            """
    )

    @Argument(help: ArgumentHelp("Only these keys, or all of these sections.", valueName: "key"))
    var names: [String] = []

    @Flag(help: "Print a file that says what holds already, to be changed.")
    var example = false

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("What the example says. May be given several times.", valueName: "key=value")
    )
    var assignments: [String] = []

    @Option(help: ArgumentHelp("Check this file.", valueName: "file"))
    var check: String?

    @Flag(help: "Print one JSON value instead of text.")
    var json = false

    mutating func validate() throws {
        guard [example, check != nil, !names.isEmpty].count(where: \.self) <= 1 else {
            throw ValidationError("--example, --check and keys exclude each other: give one of them")
        }
        guard assignments.isEmpty || example else { throw ValidationError("--set goes with --example") }
        guard !(example && json) else { throw ValidationError("--example prints a file: leave --json out") }
        for name in names where !KeyNames.sections.contains(name) && ConfigurationKey.named(name) == nil {
            throw ValidationError(KeyNames.unknown(name))
        }
    }

    func run() throws {
        let output = Output(isJSON: json)
        if example {
            let flags = ConfigurationFlags([:], assignments: assignments)
            let reading = ConfigurationReading(file: nil, environment: [:], flags: flags)
            Streams.outputText(ConfigurationExample(try reading.checked(), given: Set(reading.origins.keys)).text)
        } else if let check {
            try Self.check(check, output: output)
        } else {
            let keys = ConfigurationKey.all.filter { key in
                names.isEmpty || names.contains { $0 == key.name || $0 == key.path[0] }
            }
            let views = keys.map(ConfigurationKeyView.init)
            output.write(views.map(\.text).joined(separator: "\n\n"), json: .list(views, \.json))
        }
    }

    private static func check(_ path: String, output: Output) throws {
        let problems: [ConfigurationProblem]
        var given = 0
        do throws(ConfigurationProblems) {
            let source = ConfigurationSource(path: path, option: "--check", environment: [:])
            let reading = try source.read()
            (problems, given) = (reading.problems, reading.origins.count)
        } catch {
            problems = error.all
        }
        guard output.isJSON || problems.isEmpty else { throw ConfigurationProblems(all: problems) }
        output.write(
            "\(path) is as it must be; it gives \(Quantity.text(given, "key", "keys") ?? "no keys")",
            json: [
                "file": .string(path), "is_valid": .boolean(problems.isEmpty), "keys_given": .integer(Int64(given)),
                "problems": .list(problems) {
                    ["line": .number($0.line), "key": .string($0.key), "message": .string($0.message)]
                },
            ]
        )
        if !problems.isEmpty { throw ExitCode(ConfigurationProblems.exitCode) }
    }
}
