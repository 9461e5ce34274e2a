import Foundation
public import GatewayDomain

extension Store {
    /// The newest runs of a device, newest first.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - limit: how many at most. Default: 100.
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

    /// A page of the runs of a site's devices, newest first.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most. Default: 100.
    /// - Returns: the runs, without cheap looks that found nothing.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func runs(
        at site: Site.ID,
        after cursor: TimeCursor? = nil,
        limit: Int = 100
    ) async throws(StoreError) -> [SyncRun] {
        try await read { connection throws(StoreError) in
            try connection.query(
                SyncRun.page,
                [site, cursor?.time ?? Timestamp(milliseconds: .max), cursor?.id ?? "", limit],
                as: SyncRun.init(row:)
            )
        }
    }

    /// A run of a device of a site.
    ///
    /// - Parameters:
    ///   - id: the run.
    ///   - site: the site.
    /// - Returns: the run.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the site has no such run, or no longer.
    public func run(_ id: SyncRun.ID, at site: Site.ID) async throws(StoreError) -> SyncRun {
        try await read { connection throws(StoreError) in
            let runs = try connection.query(
                "SELECT * FROM sync_runs WHERE id = $1 AND site_id = $2",
                [id, site],
                as: SyncRun.init(row:)
            )
            guard let run = runs.first else { throw .notFound(kind: .syncRun, reference: id.rawValue) }
            return run
        }
    }
}

extension SyncRun {
    /// The runs of site `$1` before the moment `$2` and the id `$3`, at most `$4`.
    static let page: SQL = """
        SELECT * FROM sync_runs WHERE site_id = $1 AND (finished_at, id) < ($2, $3)
        ORDER BY finished_at DESC, id DESC LIMIT $4
        """

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
        planDigest = try row.optionalText("plan_digest").map { PlanDigest($0) }
        failureLabel = try row.optionalText("failure_label").flatMap(FailureLabel.init(rawValue:))
    }

    /// Writes plans as they are kept.
    static var planEncoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }

    /// The plan as it is kept.
    func planText() throws(StoreError) -> String? {
        guard let plan else { return nil }
        do {
            return String(decoding: try Self.planEncoder.encode(plan), as: UTF8.self)
        } catch {
            throw .invalid(field: "plan", reason: "cannot be kept: \(error)")
        }
    }
}
