import GatewayDomain
import GatewayStore
import HTTPTypes

/// Runs a schedule at once.
enum RunSchedule {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let (id, instance) = (try request.scheduleID(), try request.instanceID())
        let run = try await request.store.runCouponSchedule(id, of: instance, now: request.now)
        return APIResponse(
            .created,
            contentType: "application/json",
            body: CouponListWriter.json(run.coupons, now: request.now)
        )
    }
}
