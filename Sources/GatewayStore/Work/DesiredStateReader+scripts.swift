import Crypto
import Foundation
import GatewayDomain

/// The scripts that a device should run.
extension DesiredStateReader {
    /// How long a router may take to report a login until it counts as kept from it: its script tries once a minute.
    private static let reportPatience = Duration.seconds(600)
    /// So much later than a report a login can be, and still be what was reported: the use of a token is noted to the minute.
    private static let reportPrecision = Duration.seconds(120)

    /// The scripts, with the token that the router reports with.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - row: where routers reach the gateway, and the last token that this one was given.
    /// - Returns: the scripts; nil where nobody wants any.
    /// - Throws: ``StoreError/damaged(_:)``.
    func scripts(of device: Device.ID, _ row: SQLRow) throws(StoreError) -> DesiredScripts? {
        let token = RouterToken(
            lastGeneration: try row.optionalInteger("generation"),
            endsAt: try row.optionalTime("token_ends_at")
        )
        let route = try GatewayEndpoint(row: row).map { endpoint throws(StoreError) in
            ReportRoute(url: endpoint.url + "/routeros/events", trust: try Self.trust(in: endpoint))
        }
        let reporting = route.map { route in
            RouterScripts.Reporting(
                url: route.url,
                token: sealing.routerToken(device: device, generation: token.generation),
                check: route.trust.check
            )
        }
        var scripts = DesiredStateRules.scripts(at: site, gateway: gateway, reporting: reporting) {
            sealing.scriptVersion($0)
        }
        guard var route, scripts != nil else { return scripts }
        if !token.isRecorded { scripts?.unrecordedGeneration = token.generation }
        if let usedAt = try row.optionalTime("token_used_at") {
            route.isProven = usedAt >= (try row.optionalTime("endpoint_changed_at") ?? usedAt)
        }
        if scope == .everything { route.unreported = try unreported(by: device) }
        scripts?.route = route
        return scripts
    }

    private static func trust(in endpoint: GatewayEndpoint) throws(StoreError) -> ReportRoute.Trust {
        guard endpoint.isSecure else { return .none }
        guard let text = endpoint.authority else { return .wellKnown }
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("-") }
        guard let certificate = Data(base64Encoded: lines.joined()) else { throw .damaged("the gateway's authority") }
        let digits = SHA256.hash(data: certificate).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        return .authority(fingerprint: digits.joined())
    }

    /// Logins at a router that the gateway saw there some minutes ago, since when the router has reported nothing; a few of them.
    private func unreported(by device: Device.ID) throws(StoreError) -> [String: Timestamp] {
        let rows = try connection.query(
            """
            SELECT r.user_name, e.recorded_at FROM redemptions AS e JOIN reports AS r ON r.id = e.report_id
            WHERE e.site_id = $1 AND e.device_id = $2 AND e.ends_at > $3 AND e.recorded_at <= $4
                AND e.recorded_at > (
                    SELECT MAX(COALESCE(t.last_used_at + $5, t.created_at)) FROM device_tokens AS t
                    WHERE t.device_id = $2 AND t.generation IS NOT NULL
                )
            ORDER BY e.recorded_at LIMIT 50
            """,
            [site.id, device, now, now - Self.reportPatience, Self.reportPrecision.wholeMilliseconds]
        )
        var unreported: [String: Timestamp] = [:]
        for row in rows { unreported[try row.text("user_name")] = try row.time("recorded_at") }
        return unreported
    }
}
