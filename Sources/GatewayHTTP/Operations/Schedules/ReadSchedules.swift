import GatewayDomain
import GatewayStore

/// Shows schedules.
enum ReadSchedules {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let all = try await request.store.couponSchedules(of: try request.instanceID(), now: request.now)
        return .json(.list(all) { ScheduleView($0).json })
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        let status = try await request.store.couponSchedule(
            try request.scheduleID(),
            of: try request.instanceID(),
            now: request.now
        )
        return .json(ScheduleView(status).json)
    }
}
