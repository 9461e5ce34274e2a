import GatewayDomain
import HTTPTypes

/// What can be asked for about links to the coupons of a schedule, and with one.
enum LinkOperations {
    static let all = [
        Operation(
            "generateSignedCouponUrl",
            .get,
            "\(ScheduleOperations.one)/generate_url",
            .scope(.schedulesRead),
            perform: MakeLink.perform
        ),
        Operation("getCouponsFromSignedUrl", .get, coupons, .link, perform: OpenLink.perform),
    ]

    /// Where links lead.
    static let coupons = "/captive/coupons"

    /// Whatever a link shows, or is, stays with who asked: no cache keeps it, and no other site learns the address.
    static let privacy: HTTPFields = {
        var headers = HTTPFields()
        headers[.cacheControl] = "no-store"
        headers[.referrerPolicy] = "no-referrer"
        return headers
    }()
}

extension HTTPField.Name {
    /// What of its address a page tells to the ones that it leads to (W3C, Referrer Policy).
    fileprivate static let referrerPolicy: HTTPField.Name = {
        guard let name = HTTPField.Name("Referrer-Policy") else {
            preconditionFailure("Referrer-Policy is a name that a field may have")
        }
        return name
    }()
}
