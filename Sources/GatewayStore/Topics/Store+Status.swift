import Foundation
public import GatewayDomain

extension Store {
    /// How every device is doing, by site and host.
    ///
    /// - Parameter now: the time.
    /// - Returns: one status for each device.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func deviceStatuses(now: Timestamp) async throws(StoreError) -> [DeviceStatus] {
        try await read { connection throws(StoreError) in
            let runs = try connection.query(
                """
                SELECT s.* FROM devices AS d JOIN sync_runs AS s ON s.id = (
                    SELECT id FROM sync_runs WHERE device_id = d.id ORDER BY finished_at DESC, id DESC LIMIT 1
                )
                """,
                as: SyncRun.init(row:)
            )
            let byDevice = Dictionary(runs.map { ($0.device, $0) }, uniquingKeysWith: { first, _ in first })
            return try connection.query(
                """
                SELECT d.*, s.name AS site_name, s.paused_at AS site_paused_at,
                    CASE WHEN EXISTS (
                        SELECT 1 FROM push_runs AS p
                        WHERE p.device_id = d.id AND p.run_id IS NULL AND p.expires_at > $1
                    ) THEN 1 ELSE 0 END AS has_push
                FROM devices AS d JOIN sites AS s ON s.id = d.site_id
                ORDER BY s.name, d.site_id, d.host, d.port
                """,
                [now]
            ) { row throws(StoreError) in
                let device = try Device(row: row)
                return DeviceStatus(
                    device: device,
                    siteName: try row.text("site_name"),
                    isPaused: try row.optionalTime("site_paused_at") != nil,
                    lastRun: byDevice[device.id],
                    lastSuccessAt: try row.optionalTime("last_success_at"),
                    failingSince: try row.optionalTime("failing_since"),
                    failure: try row.optionalText("failure"),
                    revisionLag: try row.integer("desired_revision") - row.integer("applied_revision"),
                    hasPendingPush: try row.flag("has_push")
                )
            }
        }
    }

    /// The newest runs of a device, newest first.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - limit: how many at most; no more than 100 are kept.
    /// - Returns: the runs, without cheap looks that found nothing.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func runs(of device: Device.ID, limit: Int = 100) async throws(StoreError) -> [SyncRun] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM sync_runs WHERE device_id = $1 ORDER BY finished_at DESC, id DESC LIMIT $2",
                [device, limit],
                as: SyncRun.init(row:)
            )
        }
    }
}

extension SyncRun {
    init(row: SQLRow) throws(StoreError) {
        var plan: PlanDocument?
        if let text = try row.optionalText("plan") {
            do {
                plan = try JSONDecoder().decode(PlanDocument.self, from: Data(text.utf8))
            } catch {
                throw .damaged("the plan of a run")
            }
        }
        self.init(
            id: try row.id("id"),
            device: try row.id("device_id"),
            trigger: try row.choice("trigger_kind"),
            mode: try row.choice("mode"),
            startedAt: try row.time("started_at"),
            finishedAt: try row.time("finished_at"),
            outcome: try row.choice("outcome"),
            plan: plan,
            failure: try row.optionalText("failure")
        )
    }

    /// The plan as it is kept.
    func planText() throws(StoreError) -> String? {
        guard let plan else { return nil }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(plan), as: UTF8.self)
        } catch {
            throw .invalid(field: "plan", reason: "cannot be kept: \(error)")
        }
    }
}
