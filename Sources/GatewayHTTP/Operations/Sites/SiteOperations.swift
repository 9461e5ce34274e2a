import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about sites.
enum SiteOperations {
    static let all = [
        Operation("listSites", .get, list, .scope(.sitesRead), perform: ReadSites.list),
        Operation("createSite", .post, list, .scope(.sitesWrite), perform: WriteSites.create),
        Operation("getSite", .get, one, .scope(.sitesRead), perform: ReadSites.one),
        Operation("updateSite", .put, one, .scope(.sitesWrite), perform: WriteSites.update),
        Operation("deleteSite", .delete, one, .scope(.sitesWrite), perform: WriteSites.delete),
    ]

    /// Where all sites are found.
    static let list = "/captive/sites"

    /// Where a site is found.
    static func path(of site: Site.ID) -> String { "\(list)/\(site)" }

    private static let one = "/captive/sites/{siteId}"
}

extension APIRequest {
    /// The id of the site that the path names, be there one or not.
    func siteID() throws(APIError) -> Site.ID {
        try id("siteId", kind: "site")
    }
}

extension Paging {
    /// Reads the query of a list by name.
    static func byName(_ request: APIRequest) throws(APIError) -> (paging: Paging, cursor: NameCursor?) {
        let paging = try Paging(request.query, keyCount: 2)
        return (paging, paging.after.map { NameCursor(name: $0[0], id: $0[1]) })
    }

    /// The header that leads to the page behind this one, when there is one: one element more was asked for than is shown.
    func next(_ request: APIRequest, path: String, _ count: Int, last: NameCursor?) -> HTTPFields {
        guard count > limit, let last else { return [:] }
        return link(request, path: path, after: [last.name, last.id])
    }
}
