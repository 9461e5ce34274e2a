import GatewayDomain
import GatewayStore

/// Makes a link to the coupons of a schedule.
enum MakeLink {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let (id, instance) = (try request.scheduleID(), try request.instanceID())
        let status = try await request.store.couponSchedule(id, of: instance, now: request.now)
        // Not as the caller: that the first link draws the key is no change of theirs.
        let link = try await request.services.store.couponLinkKey().link(to: status.schedule.id, at: request.now)
        let url = "\(request.services.publicURL)\(LinkOperations.coupons)?\(link.query)"
        return .json(["signed_url": .string(url)], headers: LinkOperations.privacy)
    }
}
