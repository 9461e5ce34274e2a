import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate status`.
struct StatusCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how every router is doing, and who serves the database.",
        discussion: """
            Example:
              gardengate status
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let now = session.now
        let statuses = try await session.store.deviceStatuses(now: now)
        let server = try await session.store.currentServer(now: now)
        var table = TextTable("SITE", "ROUTER", "STATE", "LAST SEEN", "WHAT TO DO")
        for status in statuses {
            let view = DeviceStatusView(status: status)
            table.add(
                status.siteName,
                HostPort.text(status.device.host, status.device.port),
                view.state.rawValue,
                view.lastSeen(now: now),
                view.advice
            )
        }
        let serving = server.map { "served by \($0)" } ?? "nobody serves: start gardengate serve, or push by hand"
        session.output.write(
            table.text(orElse: "no devices; add one with gardengate device add SITE HOST --user USER") + "\n" + serving,
            json: [
                "server": .string(server?.description),
                "devices": .list(statuses) { DeviceStatusView(status: $0).json },
            ]
        )
    }
}
