import GatewayDomain
import GatewayStore

/// Takes every coupon of an instance back that meets a filter.
enum RevokeCoupons {
    private static let known: Set<String> = ["ids", "note", "schedule_id", "template_id", "created_before", "state"]

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let instance = try request.instanceID()
        let filter = try filter(try request.fields(known: known))
        let count = try await request.store.revokeCoupons(of: instance, filter, now: request.now)
        return .json(["revoked": .integer(Int64(count))])
    }

    private static func filter(_ fields: JSONFields) throws(APIError) -> CouponFilter {
        // A filter that is passed over would revoke more than was meant.
        for name in known.sorted() { try fields.refuseNull(name) }
        var criteria: [CouponFilter.Criterion] = []
        if let ids: [Coupon.ID] = try fields.optionalIDs("ids", countMaximum: CouponFilter.idsMaximum) {
            guard !ids.isEmpty else { throw .invalid("ids", "must name at least one coupon") }
            criteria.append(.ids(Set(ids)))
        }
        if let note = try fields.optionalString("note") {
            guard (1...Coupon.noteBytesMaximum).contains(note.utf8.count) else {
                throw .invalid("note", "must have 1 to \(Coupon.noteBytesMaximum) bytes")
            }
            criteria.append(.note(note))
        }
        if let template: CouponTemplate.ID = try fields.optionalID("template_id") {
            criteria.append(.template(template))
        }
        if let schedule: CouponSchedule.ID = try fields.optionalID("schedule_id") {
            criteria.append(.schedule(schedule))
        }
        if let text = try fields.optionalString("created_before") {
            guard let time = Timestamp(rfc3339: text) else {
                throw .invalid("created_before", "must be a time as 2026-11-21T08:30:00Z")
            }
            criteria.append(.createdBefore(time))
        }
        if let state: CouponFilter.LiveState = try fields.optionalChoice("state") { criteria.append(.state(state)) }
        guard let filter = CouponFilter(criteria) else {
            let names = known.sorted().joined(separator: ", ")
            throw APIError(.parameterMissing, "Say which coupons: give at least one of \(names).")
        }
        return filter
    }
}
