import Foundation
public import GatewayDomain

extension Store {
    /// Asks for a push to, or a plan of, every device of a site, ahead of all other work.
    ///
    /// What a request showed is kept for a day, of a site the newest 100.
    ///
    /// - Parameters:
    ///   - order: what is asked for. One that confirms takes over, for each device, what the plan showed of it.
    ///   - site: the site.
    ///   - now: the time.
    ///   - wait: how long the request waits for somebody who takes it. Default: 60 s.
    /// - Returns: what ``push(_:at:now:)`` is asked with, and what confirms the plan that it shows.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site, ``StoreError/conflict(_:)`` when the site has
    ///   no device, ``StoreError/unusablePlan(_:)`` when the plan that is to be confirmed cannot be.
    public func requestPush(
        _ order: PushOrder,
        site: Site.ID,
        now: Timestamp,
        expiresAfter wait: Duration = .seconds(60)
    ) async throws(StoreError) -> PushRequest.ID {
        let id = newID(of: PushRequest.self)
        return try await write { connection throws(StoreError) in
            try Self.checkSite(connection, site)
            let devices = try connection.query(
                "SELECT id FROM devices WHERE site_id = $1",
                [site]
            ) { row throws(StoreError) in try row.id("id", of: Device.self) }
            guard !devices.isEmpty else { throw .conflict("the site has no device yet; add one with `device add`") }
            let plan = try Self.plan(connection, confirmedBy: order, at: site, devices: Set(devices), now: now)
            try Self.forgetRequests(connection, at: site, now: now)
            try connection.query(
                """
                INSERT INTO push_requests (
                    id, site_id, mode, confirms, adopted_names, ignores_window, device_count, requested_at, expires_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                [
                    id, site, order.mode.rawValue, plan?.id,
                    try PushRequest.text(of: plan?.adoptedNames ?? order.adoptedNames),
                    plan?.ignoresWindow ?? order.ignoresWindow, devices.count, now, now + wait,
                ]
            )
            let digests = Dictionary(
                (plan?.answers ?? []).map { ($0.device, $0.digest?.rawValue) },
                uniquingKeysWith: { first, _ in first }
            )
            try connection.query(
                """
                INSERT INTO push_runs (request_id, device_id, confirmed_digest, expires_at)
                SELECT $1, r.device_id, r.digest, $3 FROM \(rows: 2, ["device_id": .text, "digest": .text]) AS r
                """,
                [id, SQLRows(devices) { [$0, digests[$0] ?? nil] }, now + wait]
            )
            return id
        }
    }

    /// A request, and what came of it so far.
    ///
    /// - Parameters:
    ///   - id: what ``requestPush(_:site:now:expiresAfter:)`` gave.
    ///   - site: its site.
    ///   - now: the time.
    /// - Returns: the request.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such request, or it is a day old.
    public func push(_ id: PushRequest.ID, at site: Site.ID, now: Timestamp) async throws(StoreError) -> PushRequest {
        try await read { connection throws(StoreError) in
            let rows = try connection.query(
                "SELECT * FROM push_requests WHERE id = $1 AND site_id = $2",
                [id, site]
            )
            guard let row = rows.first else { throw .notFound(kind: .pushRequest, reference: id.rawValue) }
            return PushRequest(
                id: id,
                site: site,
                mode: try row.choice("mode"),
                adoptedNames: try PushRequest.names(in: row.text("adopted_names")),
                ignoresWindow: try row.flag("ignores_window"),
                confirms: try row.optionalID("confirms"),
                requestedAt: try row.time("requested_at"),
                state: try Self.state(connection, of: id, now: now),
                runs: try connection.query(
                    """
                    SELECT s.* FROM push_runs AS p JOIN sync_runs AS s ON s.id = p.run_id
                    JOIN devices AS d ON d.id = p.device_id
                    WHERE p.request_id = $1 ORDER BY d.host, d.port
                    """,
                    [id],
                    as: SyncRun.init(row:)
                )
            )
        }
    }

    /// How far a request is: the part of ``push(_:at:now:)`` that costs nothing, for whoever waits.
    ///
    /// - Parameters:
    ///   - id: the request.
    ///   - now: the time.
    /// - Returns: how far it is.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when there is no such request.
    public func pushState(_ id: PushRequest.ID, now: Timestamp) async throws(StoreError) -> PushRequest.State {
        try await read { connection throws(StoreError) in try Self.state(connection, of: id, now: now) }
    }

    private static func state(
        _ connection: any SQLConnection,
        of id: PushRequest.ID,
        now: Timestamp
    ) throws(StoreError) -> PushRequest.State {
        let open = try connection.query(
            """
            SELECT p.expires_at FROM push_requests AS r
            LEFT JOIN push_runs AS p ON p.request_id = r.id AND p.run_id IS NULL
            WHERE r.id = $1
            """,
            [id]
        ) { row throws(StoreError) in try row.optionalTime("expires_at") }
        guard !open.isEmpty else { throw .notFound(kind: .pushRequest, reference: id.rawValue) }
        let ends = open.compactMap { $0 }
        if ends.isEmpty { return .done }
        return ends.contains { $0 <= now } ? .expired : .pending
    }

    // MARK: - Asking

    private static func plan(
        _ connection: any SQLConnection,
        confirmedBy order: PushOrder,
        at site: Site.ID,
        devices: Set<Device.ID>,
        now: Timestamp
    ) throws(StoreError) -> KeptPlan? {
        guard case .confirm(let id) = order else { return nil }
        let plan = try KeptPlan.read(connection, id)
        if let problem = plan.problem(at: site, devices: devices, now: now) { throw .unusablePlan(problem) }
        return plan
    }

    /// Forgets requests whose time is over, and at a site what is more than is kept; never one that is under way.
    private static func forgetRequests(
        _ connection: any SQLConnection,
        at site: Site.ID,
        now: Timestamp
    ) throws(StoreError) {
        try connection.query("DELETE FROM push_requests WHERE expires_at < $1", [now - KeptPlan.lifetime])
        try connection.query(
            """
            DELETE FROM push_requests WHERE site_id = $1 AND (requested_at, id) < (
                SELECT requested_at, id FROM push_requests WHERE site_id = $1
                ORDER BY requested_at DESC, id DESC LIMIT 1 OFFSET $2
            ) AND NOT EXISTS (
                SELECT 1 FROM push_runs AS p
                WHERE p.request_id = push_requests.id AND p.run_id IS NULL AND p.expires_at > $3
            )
            """,
            [site, KeptPlan.countMaximum - 2, now]
        )
    }
}

extension PushOrder {
    /// Foreign users that become ours; of a plan that is confirmed, that one knows.
    fileprivate var adoptedNames: Set<String> {
        switch self {
        case .plan(let names, _), .push(let names, _): names
        case .confirm: []
        }
    }

    /// Whether nothing waits for a window; of a plan that is confirmed, that one knows.
    fileprivate var ignoresWindow: Bool {
        switch self {
        case .plan(_, let now), .push(_, let now): now
        case .confirm: false
        }
    }
}

extension PushRequest {
    /// Names as they are kept: a JSON array, sorted.
    static func text(of names: Set<String>) throws(StoreError) -> String {
        do {
            return String(decoding: try JSONEncoder().encode(names.sorted()), as: UTF8.self)
        } catch {
            throw .invalid(field: "adopted names", reason: "cannot be kept: \(error)")
        }
    }

    static func names(in text: String) throws(StoreError) -> Set<String> {
        do {
            return Set(try JSONDecoder().decode([String].self, from: Data(text.utf8)))
        } catch {
            throw .damaged("names of a push request")
        }
    }
}
