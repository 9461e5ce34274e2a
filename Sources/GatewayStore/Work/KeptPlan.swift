import GatewayDomain

/// What is on record of a request, as somebody who wants to confirm it needs it.
struct KeptPlan: Sendable {
    /// For how long what a request showed can be confirmed.
    static let lifetime = Duration.seconds(86_400)
    /// So many requests of a site are kept at the most, not counting those that are under way.
    ///
    /// Their runs hold plans, which may be long, so the time alone is no bound.
    static let countMaximum = 100

    /// What came of it on one device.
    struct Answer: Sendable {
        var device: Device.ID
        var host: String
        var isFinished: Bool
        var digest: PlanDigest?
    }

    var id: PushRequest.ID
    var site: Site.ID
    var requestedAt: Timestamp
    var adoptedNames: Set<String>
    /// Whether nothing waited for a window of the site.
    var ignoresWindow: Bool
    /// How many devices it was made for; nil for a request of an older version, which cannot be confirmed.
    var deviceCount: Int?
    var answers: [Answer]

    /// Why it cannot be confirmed for a site with these devices, or nil.
    func problem(at site: Site.ID, devices: Set<Device.ID>, now: Timestamp) -> PlanProblem? {
        if self.site != site { return .ofAnotherSite(id) }
        if requestedAt + Self.lifetime <= now { return .expired(id) }
        if answers.count != deviceCount || Set(answers.map(\.device)) != devices { return .devicesChanged(id) }
        if answers.contains(where: { !$0.isFinished }) { return .unfinished(id) }
        return answers.first { $0.digest == nil }.map { .unshown(id, host: $0.host) }
    }

    /// Reads what is on record of a request.
    ///
    /// - Throws: ``StoreError/unusablePlan(_:)`` without such a request.
    static func read(_ connection: any SQLConnection, _ id: PushRequest.ID) throws(StoreError) -> KeptPlan {
        let rows = try connection.query(
            """
            SELECT q.site_id, q.requested_at, q.adopted_names, q.ignores_window, q.device_count, p.device_id, p.run_id, d.host,
                s.plan_digest
            FROM push_requests AS q
            LEFT JOIN push_runs AS p ON p.request_id = q.id
            LEFT JOIN devices AS d ON d.id = p.device_id
            LEFT JOIN sync_runs AS s ON s.id = p.run_id
            WHERE q.id = $1 ORDER BY d.host, d.port
            """,
            [id]
        )
        guard let first = rows.first else { throw .unusablePlan(.unknown(id)) }
        var plan = KeptPlan(
            id: id,
            site: try first.id("site_id"),
            requestedAt: try first.time("requested_at"),
            adoptedNames: try PushRequest.names(in: first.text("adopted_names")),
            ignoresWindow: try first.flag("ignores_window"),
            deviceCount: try first.optionalInteger("device_count").map { Int($0) },
            answers: []
        )
        for row in rows {
            guard let device = try row.optionalID("device_id", of: Device.self) else { continue }
            plan.answers.append(
                Answer(
                    device: device,
                    host: try row.text("host"),
                    isFinished: try row.optionalText("run_id") != nil,
                    digest: try row.optionalText("plan_digest").map { PlanDigest($0) }
                )
            )
        }
        return plan
    }
}
