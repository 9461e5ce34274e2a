import GatewayDomain
import GatewayStore
import GatewaySync
import HTTPTypes
import Logging

/// Records what a router reports.
///
/// An event that cannot be read is told by its index and does not keep the others out: a router that keeps what was refused, to send
/// it again, would never get past it.
enum RecordRouterEvents {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        guard case .device(let router) = request.caller else {
            preconditionFailure("the operation is for devices alone")
        }
        let events = try RouterEventBody.events(of: request).map { $0.flatMap { $0.checked(router.device) } }
        let receivedAt = request.services.recordTime()
        request.services.devices.charge(router.device, events: events.count)
        let reports = events.compactMap { event in
            if case .success(let event) = event {
                event.report(from: router.device, at: router.site, receivedAt: receivedAt)
            } else {
                nil
            }
        }
        let recorded = try await record(reports, request)
        if let error = reports.compactMap(\.clockErrorSeconds).last {
            // The events are recorded, and this is noted with the next ones.
            try? await request.store.noteClock(RouterClockNote(errorSeconds: error, notedAt: receivedAt), of: router)
        }
        if router.isWorthATry(at: request.now) {
            // Whoever reports may have been away: codes that were used elsewhere meanwhile go now. Else they go with the next try.
            try? await request.services.store.tryAgain(router.device, now: request.now)
        }
        tell(events, of: router, request)
        return .json(RouterEventsView(events: events, recorded: recorded, receivedAt: receivedAt).json)
    }

    private static func record(_ reports: [RedemptionReport], _ request: APIRequest) async throws -> [RecordedReport] {
        do {
            return try await request.services.reports.record(reports)
        } catch {
            switch error {
            case .store(let error): throw error
            case .full, .tooLate:
                throw APIError(
                    .unavailable,
                    "More is reported than can be written right now; nothing was recorded: send the same again.",
                    headers: [.retryAfter: "2"]
                )
            }
        }
    }

    /// Whoever looks after the router hears of what it sends in vain, at most once a minute.
    private static func tell(
        _ events: [Result<RouterEvent, RouterEventProblem>],
        of router: ReportingDevice,
        _ request: APIRequest
    ) {
        let problems = events.compactMap { event in
            if case .failure(let problem) = event { problem } else { nil }
        }
        guard let first = problems.first, request.services.devices.mayComplain(of: router.device, at: request.now)
        else {
            return
        }
        request.services.logger.warning(
            "a router sends events that cannot be read",
            metadata: ["device": "\(router.device)", "count": "\(problems.count)", "reason": "\(first)"]
        )
    }
}
