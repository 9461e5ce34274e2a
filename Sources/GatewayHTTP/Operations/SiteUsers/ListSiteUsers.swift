import GatewayDomain
import GatewayStore
import HTTPTypes

/// Lists the guests of a site, those of whom the latest session began last first.
enum ListSiteUsers {
    private static let json = "application/json"
    private static let csv = "text/csv"
    /// As long as an IPv6 address can be written.
    private static let addressBytesMaximum = 45

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let filter = try filter(request.query)
        let paging = try Paging<TimeCursor>(request)
        let found = try await request.store.siteUsers(
            at: site.id,
            filter,
            after: paging.cursor,
            limit: paging.fetched,
            now: request.now
        )
        let page = Array(found.prefix(paging.limit))
        var headers = HTTPFields()
        if found.count > page.count, let last = page.last {
            headers = paging.link(
                to: SiteUserOperations.path(at: site.id),
                after: TimeCursor(after: last),
                keeping: parameters(filter)
            )
        }
        headers[.vary] = "Accept"
        guard AcceptHeader(request.headers).preferred(json, csv) == csv else {
            return .json(.list(page) { SiteUserView(record: $0, now: request.now).json }, headers: headers)
        }
        headers[.contentDisposition] = "attachment; filename=\"guests.csv\""
        return APIResponse(
            .ok,
            contentType: "\(csv); charset=utf-8; header=present",
            body: SiteUserTable.csv(page, now: request.now).utf8,
            headers: headers
        )
    }

    private static func filter(_ query: QueryFields) throws(APIError) -> SiteUserFilter {
        var filter = SiteUserFilter()
        filter.state = try query.optionalChoice("state")
        if let name = try query.optionalString("name") {
            guard (1...255).contains(name.utf8.count) else { throw .invalid("name", "must have 1 to 255 bytes") }
            filter.name = name
        }
        if let text = try query.optionalString("mac") {
            let isNone = text.replacing("-", with: ":") == RouterOSText.noMACAddress
            guard let macAddress = isNone ? text : RouterOSText.macAddress(text) else {
                throw .invalid("mac", "must be a MAC address as 02:00:00:00:00:01")
            }
            filter.macAddress = macAddress
        }
        if let address = try query.optionalString("ip") {
            guard (2...addressBytesMaximum).contains(address.utf8.count), address.allSatisfy(isPartOfAddress) else {
                throw .invalid("ip", "must be an IP address as 10.5.50.21")
            }
            filter.address = address.lowercased()
        }
        if let text = try query.optionalString("coupon_id") {
            guard UUIDText.isValid(text) else { throw .invalid("coupon_id", "must be the id of a coupon") }
            filter.coupon = Coupon.ID(text.lowercased())
        }
        if let text = try query.optionalString("since") {
            guard let since = Timestamp(rfc3339: text) else {
                throw .invalid("since", "must be a time as 2026-11-21T08:30:00Z")
            }
            filter.since = since
        }
        return filter
    }

    private static func isPartOfAddress(_ character: Character) -> Bool {
        character == "." || character == ":" || (character.isASCII && character.isHexDigit)
    }

    private static func parameters(_ filter: SiteUserFilter) -> [(String, String)] {
        let parameters: [(String, String?)] = [
            ("state", filter.state?.rawValue), ("name", filter.name), ("mac", filter.macAddress),
            ("ip", filter.address), ("coupon_id", filter.coupon?.rawValue), ("since", filter.since?.description),
        ]
        return parameters.compactMap { name, value in value.map { (name, $0) } }
    }
}
