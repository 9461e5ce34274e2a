import GatewayDomain
import RouterOSSimulator

/// A site with its router.
struct DemoPlace: Sendable {
    let site: Site
    let router: SimulatedRouter

    /// The site's name.
    var name: String { site.name }

    /// The codes that the router holds for the gateway, read back from it.
    func codes(of gateway: GatewayID) async throws -> Set<String> {
        let users = try await router.rows(of: "/ip/hotspot/user")
        return Set(users.filter { Self.isOwned($0, by: gateway) }.compactMap { $0["name"] })
    }

    /// How many walled-garden rows the router holds for the gateway, read back from it.
    func gardenRowCount(of gateway: GatewayID) async throws -> Int {
        var count = 0
        for menu in Self.gardenMenus {
            count += try await router.rows(of: menu).count { Self.isOwned($0, by: gateway) }
        }
        return count
    }

    /// The users and walled-garden rows of others, as the router prints them; by menu.
    func foreignRows(of gateway: GatewayID) async throws -> [String: [[String: String]]] {
        var rows: [String: [[String: String]]] = [:]
        for menu in ["/ip/hotspot/user"] + Self.gardenMenus {
            rows[menu] = try await router.rows(of: menu).filter { row in
                // A router makes dynamic rows itself, for each host name of the other list.
                row["dynamic"] != "true" && !Self.isOwned(row, by: gateway)
            }
        }
        return rows
    }

    private static let gardenMenus = ["/ip/hotspot/walled-garden", "/ip/hotspot/walled-garden/ip"]

    private static func isOwned(_ row: [String: String], by gateway: GatewayID) -> Bool {
        OwnershipMark(comment: row["comment"] ?? "")?.gateway == gateway
    }
}
