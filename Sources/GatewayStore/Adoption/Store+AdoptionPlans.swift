import Foundation
public import GatewayDomain

extension Store {
    /// Keeps a plan that is shown, for a day.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when it cannot be written.
    public func keep(_ plan: KeptAdoption, now: Timestamp) async throws(StoreError) {
        let order: String
        do {
            order = String(decoding: try JSONEncoder().encode(plan.order), as: UTF8.self)
        } catch {
            throw .invalid(field: "adoption", reason: "cannot be kept: \(error)")
        }
        let rows = SQLRows(plan.rows) { [$0.device, $0.name] }
        try await write { connection throws(StoreError) in
            try connection.query("DELETE FROM adoption_plans WHERE made_at < $1", [now - KeptPlan.lifetime])
            try connection.query(
                """
                INSERT INTO adoption_plans (id, site_id, device_id, instance_id, request, names, made_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                [plan.id, plan.site, plan.device, plan.instance, order, rows, now]
            )
        }
    }

    /// A plan that was shown.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - site: the site that it must be of.
    ///   - now: the time.
    /// - Returns: the plan.
    /// - Throws: ``StoreError/conflict(_:)`` when there is none, or it is a day old.
    public func adoption(
        _ id: KeptAdoption.ID,
        at site: Site.ID,
        now: Timestamp
    ) async throws(StoreError) -> KeptAdoption {
        try await read { connection throws(StoreError) in
            let rows = try connection.query(
                "SELECT * FROM adoption_plans WHERE id = $1 AND site_id = $2 AND made_at >= $3",
                [id, site, now - KeptPlan.lifetime]
            )
            guard let row = rows.first else {
                throw .conflict("the site has no plan \(id) to adopt anything, or it is a day old; make a new one")
            }
            let order: AdoptionOrder
            do {
                order = try JSONDecoder().decode(AdoptionOrder.self, from: Data(try row.text("request").utf8))
            } catch {
                throw .damaged("a plan to adopt users")
            }
            return KeptAdoption(
                id: id,
                site: site,
                device: try row.optionalID("device_id"),
                instance: try row.id("instance_id"),
                order: order,
                rows: try Self.rows(in: row.text("names"), of: id)
            )
        }
    }

    private static func rows(in text: String, of plan: KeptAdoption.ID) throws(StoreError) -> Set<AdoptionPlan.Row> {
        do {
            let rows = try JSONDecoder().decode([[String]].self, from: Data(text.utf8))
            if rows.allSatisfy({ $0.count == 2 }) {
                return Set(rows.map { AdoptionPlan.Row(device: Device.ID($0[0]), name: $0[1]) })
            }
        } catch {
            // As versions before this one wrote it down, for a day.
        }
        throw .conflict("the plan \(plan) does not say on which routers it takes users over; make a new one")
    }
}
