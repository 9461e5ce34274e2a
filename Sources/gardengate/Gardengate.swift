import ArgumentParser

/// The command.
@main
struct Gardengate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "gardengate", subcommands: [SimulateCommand.self])
}
