import Foundation
public import GatewayDomain

extension Store {
    /// Asks for a push to, or a plan of, every device of a site, ahead of all other work.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - mode: whether devices are written.
    ///   - decisions: what was decided about the plan.
    ///   - now: the time.
    ///   - wait: how long the request waits for somebody who takes it. Default: 60 s.
    /// - Returns: what ``pushResult(_:now:)`` is asked with.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a site, ``StoreError/conflict(_:)`` when the site has
    ///   no device.
    public func requestPush(
        site: Site.ID,
        mode: SyncRun.Mode,
        decisions: PushDecisions = PushDecisions(),
        now: Timestamp,
        expiresAfter wait: Duration = .seconds(60)
    ) async throws(StoreError) -> PushRequest.ID {
        let id = newID(of: PushRequest.self)
        let names = try PushDecisions.text(of: decisions.adoptedNames)
        return try await write { connection throws(StoreError) in
            try Self.checkSite(connection, site)
            // A day is far longer than anybody waits for a result.
            try connection.query("DELETE FROM push_requests WHERE expires_at < $1", [now - .seconds(86_400)])
            try connection.query(
                """
                INSERT INTO push_requests (
                    id, site_id, mode, is_confirmed, adopted_names, requested_at, expires_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                [id, site, mode.rawValue, decisions.isConfirmed, names, now, now + wait]
            )
            let devices = try connection.query(
                """
                INSERT INTO push_runs (request_id, device_id, expires_at)
                SELECT $1, id, $3 FROM devices WHERE site_id = $2 RETURNING device_id
                """,
                [id, site, now + wait]
            )
            guard !devices.isEmpty else { throw .conflict("the site has no device yet; add one with `device add`") }
            return id
        }
    }

    /// What came of a request.
    ///
    /// - Parameters:
    ///   - request: what ``requestPush(site:mode:decisions:now:expiresAfter:)`` gave.
    ///   - now: the time.
    /// - Returns: one run for each device, by host; nil while some are missing.
    /// - Throws: ``StoreError/unavailable(_:)`` when nobody took the request in time or who did stopped in the middle,
    ///   ``StoreError/notFound(kind:reference:)`` when there is no such request.
    public func pushResult(_ request: PushRequest.ID, now: Timestamp) async throws(StoreError) -> [SyncRun]? {
        try await read { connection throws(StoreError) in
            let open = try connection.query(
                """
                SELECT r.id, p.device_id, p.expires_at FROM push_requests AS r
                LEFT JOIN push_runs AS p ON p.request_id = r.id AND p.run_id IS NULL
                WHERE r.id = $1
                """,
                [request]
            )
            guard !open.isEmpty else { throw .notFound(kind: .pushRequest, reference: request.rawValue) }
            for row in open where try row.optionalText("device_id") != nil {
                guard try row.time("expires_at") > now else {
                    throw .unavailable(
                        "no gateway took up the push in time; see `status`, and start `gardengate serve`"
                    )
                }
                return nil
            }
            return try connection.query(
                """
                SELECT s.* FROM sync_runs AS s JOIN push_runs AS p ON p.run_id = s.id
                JOIN devices AS d ON d.id = s.device_id
                WHERE p.request_id = $1 ORDER BY d.host, d.port
                """,
                [request],
                as: SyncRun.init(row:)
            )
        }
    }
}

extension PushDecisions {
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
