import GatewayDomain
import RouterOSAPI

/// How a router's facts are asked for and read: eight small commands in one round trip.
///
/// Only the version must be there. Whatever else an account may not read, or an older version does not have, stays unknown.
enum FactsReading {
    /// The menu of hotspot server profiles.
    static let serverProfileMenu = "/ip/hotspot/profile"

    /// The commands, in the order in which ``facts(_:now:)`` expects the answers.
    static let commands = [
        Command("/system/resource/print").proplist(["version", "free-hdd-space", "uptime"]),
        Command("/system/identity/print").proplist(["name"]),
        RouterClock.command,
        Command("/ip/hotspot/print").proplist(["name", "interface", "profile", "disabled", "invalid"]),
        Command("\(serverProfileMenu)/print").proplist([
            ".id", "name", "login-by", "use-radius", "html-directory", "html-directory-override",
        ]),
        Command("/ip/address/print").proplist(["address", "interface", "disabled"]),
        Command("/ip/service/print").proplist(["name", "disabled", "dynamic"]).filtered(by: .equal("name", "api")),
        Command("/system/device-mode/print").proplist(["hotspot", "fetch", "scheduler"]),
    ]

    /// The facts.
    ///
    /// - Parameters:
    ///   - answers: one for each of ``commands``.
    ///   - now: this machine's time when they were read.
    /// - Returns: what the answers tell.
    /// - Throws: when the version or the hotspot servers cannot be read.
    static func facts(
        _ answers: [Result<Response, RouterOSError>],
        now: Timestamp
    ) throws(DeviceFailure) -> DeviceFacts {
        let resource = try DeviceFailure.of(answers[0], in: commands[0])
        guard let text = resource.rows.first?.text("version"), let version = RouterOSVersion(text) else {
            throw .unknownVersion(resource.rows.first?.text("version") ?? "")
        }
        var facts = DeviceFacts(version: RouterOSRelease(version.major, version.minor, version.patch))
        facts.freeStorageBytes = resource.rows.first?.count("free-hdd-space")
        facts.identity = rows(answers[1]).first?.text("name") ?? ""
        let bootedAt = resource.rows.first?.seconds("uptime").map { now - .seconds($0) }
        facts.clock = rows(answers[2]).first.flatMap(RouterClock.init(row:))?.against(now, bootedAt: bootedAt)
        let servers = try DeviceFailure.of(answers[3], in: commands[3])
        facts.servers = self.servers(servers.rows, profiles: rows(answers[4]))
        facts.addresses = rows(answers[5]).compactMap(address)
        // Since 7.19 the menu also lists one dynamic row for each open connection (measured on 7.23.7, mikrotik-ha-manager).
        facts.plainAPIEnabled = rows(answers[6]).first { !$0.flag("dynamic") }.map { !$0.flag("disabled") }
        let mode = rows(answers[7]).first
        facts.deviceModeAllowsHotspot = mode.flatMap { allows("hotspot", $0) }
        facts.deviceModeAllowsFetch = mode.flatMap { allows("fetch", $0) }
        facts.deviceModeAllowsScheduler = mode.flatMap { allows("scheduler", $0) }
        return facts
    }

    private static func allows(_ feature: String, _ mode: Row) -> Bool? {
        mode.text(feature).map { $0 == "true" || $0 == "yes" }
    }

    private static func rows(_ answer: Result<Response, RouterOSError>) -> [Row] {
        switch answer {
        case .success(let response): response.rows
        case .failure: []
        }
    }

    private static func servers(_ rows: [Row], profiles: [Row]) -> [DeviceFacts.HotspotServer] {
        let profiles = Dictionary(profiles.map { ($0.text("name") ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        return rows.map { row in
            let profile = profiles[row.text("profile") ?? "default"]
            let loginBy = profile?.text("login-by") ?? ""
            var server = DeviceFacts.HotspotServer(
                name: row.text("name") ?? "",
                interface: row.text("interface") ?? "",
                isUsable: !row.flag("disabled") && !row.flag("invalid"),
                loginBy: Set(loginBy.split(separator: ",").map(String.init)),
                usesRADIUS: profile?.flag("use-radius") ?? false
            )
            server.pages = profile.flatMap(pages)
            return server
        }
    }

    private static func pages(_ profile: Row) -> ServerPages? {
        guard let id = profile.id, let name = profile.text("name"), let directory = profile.text("html-directory")
        else {
            return nil
        }
        return ServerPages(
            profile: RowReference(id: id, name: name),
            directory: directory,
            override: profile.text("html-directory-override") ?? ""
        )
    }

    private static func address(_ row: Row) -> DeviceFacts.InterfaceAddress? {
        guard !row.flag("disabled"), let text = row.text("address"), let subnet = Subnet(text),
            let address = Subnet.address(text.prefix { $0 != "/" })
        else { return nil }
        return DeviceFacts.InterfaceAddress(interface: row.text("interface") ?? "", address: address, subnet: subnet)
    }
}
