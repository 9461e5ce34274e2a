import GatewayDomain
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
