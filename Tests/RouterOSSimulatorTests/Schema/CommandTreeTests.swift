import Foundation
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// Compares the menus with RouterOS's own command trees: JSON files named by version (`7.22.3.json`) in the folder that `ROUTEROS_SCHEMA` names, as
/// tikoci/restraml publishes them.
@Suite struct CommandTreeTests {
    static let folder = ProcessInfo.processInfo.environment["ROUTEROS_SCHEMA"]

    static let versions: [String] = {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(".json".count)) }.sorted()
    }()

    @Test(
        .enabled(if: Self.folder != nil, "ROUTEROS_SCHEMA names no folder with the command trees of real routers"),
        arguments: Self.versions
    )
    func `every verb has exactly the arguments of the real command tree`(version: String) throws {
        let data = try Data(contentsOf: URL(filePath: "\(Self.folder ?? "")/\(version).json"))
        let tree = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let parsed = try #require(RouterOSVersion(version))
        for menu in MenuCatalog.menus.values {
            var node: [String: Any]? = tree
            for part in menu.path.split(separator: "/") {
                node = node?[String(part)] as? [String: Any]
            }
            let real = try #require(node, "\(menu.path) is not in the tree of \(version)")
            #expect(menu.commandTree(version: parsed) == Self.commands(real), "\(menu.path) of \(version)")
        }
    }

    @Test(.enabled(if: Self.folder != nil, "ROUTEROS_SCHEMA names no folder with the command trees of real routers"))
    func `the folder holds trees`() {
        #expect(Self.versions.count >= 7)
    }

    @Test func `versions between trees follow what is published of them`() throws {
        func settable(_ menu: Menu, _ version: String) throws -> Set<String> {
            let version = try #require(RouterOSVersion(version))
            return try #require(menu.arguments(of: "set", version: version))
        }
        #expect(try settable(.hotspotUser, "7.21.2").contains("totp-secret"))
        #expect(try !settable(.hotspotUser, "7.21.3").contains("totp-secret"))
        #expect(try settable(.hotspotUser, "7.21.3").contains("otp-secret"))
        #expect(try !settable(.hotspotUser, "7.20.8").contains("totp-secret"))
        #expect(try settable(.hotspotProfile, "7.4").contains("https-redirect"))
        #expect(try !settable(.hotspotProfile, "7.5").contains("https-redirect"))
        #expect(try !settable(.hotspotProfile, "7.6").contains("install-hotspot-queue"))
        #expect(try settable(.hotspotProfile, "7.7").contains("install-hotspot-queue"))
        #expect(try settable(.ipService, "7.16").contains("max-sessions"))
        #expect(try !settable(.ipService, "7.15.3").contains("max-sessions"))
        #expect(Menu.hotspotActive.arguments(of: "set", version: RouterOSVersion(7, 20, 8)) == ["comment", "numbers"])
        #expect(Menu.hotspotActive.arguments(of: "set", version: RouterOSVersion(7, 21)) == nil)
        #expect(Menu.hotspotUser.commandTree(version: RouterOSVersion(6, 40)).keys.contains("reset-counters"))
    }

    private static func commands(_ node: [String: Any]) -> [String: Set<String>] {
        var commands: [String: Set<String>] = [:]
        for (name, value) in node {
            guard let value = value as? [String: Any], value["_type"] as? String == "cmd" else { continue }
            commands[name] = Set(value.keys.filter { !$0.hasPrefix("_") && $0 != "desc" })
        }
        return commands
    }
}
