import ArgumentParser

/// What `script/bench devices` runs beside programs that other people wrote: routers, and this project's side of each comparison.
///
/// Each side prints one JSON object, from which the script takes medians.
@main
struct DeviceBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        subcommands: [
            Routers.self, ReadBench.self, AddsBench.self, SessionsBench.self, PushBench.self, CheckBench.self,
            PlannerBench.self,
            FleetBench.self,
        ]
    )
}
