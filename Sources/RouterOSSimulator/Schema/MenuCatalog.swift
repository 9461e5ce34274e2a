import RouterOSAPI

/// All menus that are simulated, by path.
enum MenuCatalog {
    static let menus: [String: Menu] = Dictionary(
        uniqueKeysWithValues: [
            Menu.systemResource, .systemIdentity, .systemClock, .systemDeviceMode, .ipService, .ipAddress, .log, .file,
            .hotspot, .hotspotProfile, .hotspotUser, .hotspotUserProfile, .hotspotActive, .hotspotHost, .hotspotCookie,
            .hotspotBinding, .systemScript, .systemScheduler, .systemScriptJob, .tool, .user, .userGroup,
            .userActive, .certificate, .ntpClient, .ntpServers, .pool, .wireGuard, .wireGuardPeers, .firewallFilter,
            .hotspotWalledGarden, .hotspotWalledGardenIP,
        ].map { ($0.path, $0) }
    )

    /// All folders on the way to a menu, the root as an empty text: `/ip` is one although it has no verbs.
    static let folders: Set<String> = {
        var folders: Set<String> = [""]
        for path in Self.menus.keys {
            var parts = path.split(separator: "/")
            while !parts.isEmpty {
                folders.insert("/" + parts.joined(separator: "/"))
                parts.removeLast()
            }
        }
        return folders
    }()
}
