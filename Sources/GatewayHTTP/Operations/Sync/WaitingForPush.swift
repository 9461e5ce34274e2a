import GatewayDomain
import GatewayStore
import GatewaySync
import HTTPTypes

/// Asks for a push or a plan, and holds the connection for as long as the caller wants to wait for it, and no longer.
///
/// The work is the dispatcher's, whether anybody waits or not.
enum WaitingForPush {
    /// How many seconds a caller may wait.
    static let bounds: ClosedRange<Int64> = 0...300
    /// How long a request waits for the dispatcher, which may have many devices before it.
    private static let patience = Duration.seconds(900)

    /// For how long a caller wants to wait.
    static func wait(in query: QueryFields, default seconds: Int64) throws(APIError) -> Duration {
        .seconds(try query.optionalInteger("wait", in: bounds) ?? seconds)
    }

    /// The request for some work, as it is when it is done or the time is over.
    static func result(
        of order: PushOrder,
        at site: Site,
        within limit: Duration,
        _ request: APIRequest
    ) async throws -> PushRequest {
        let desk = PushDesk(store: request.store, now: request.services.now)
        do throws(SitePush.Failure) {
            let push = try await desk.request(order, at: site, expiresAfter: patience)
            return try await request.services.waits.waiting(for: limit) { limit throws(SitePush.Failure) in
                try await desk.wait(for: push, at: site.id, within: limit)
            }
        } catch {
            switch error {
            case .noDevices:
                throw APIError(.siteWithoutDevices, "The site '\(site.id)' has no devices: add one first.")
            case .store(let error):
                throw error
            case .timedOut:
                throw CancellationError()
            }
        }
    }

    /// The answer: the result, or where to look for it.
    static func response(_ push: PushRequest, _ request: APIRequest) -> APIResponse {
        let json = PushView(request: push).json
        guard push.state != .done else { return .json(json) }
        return .json(json, status: .accepted, headers: [.location: request.services.publicURL + path(of: push)])
    }

    /// Where a push is found.
    static func path(of push: PushRequest) -> String { "/captive/sites/\(push.site)/pushes/\(push.id)" }
}
