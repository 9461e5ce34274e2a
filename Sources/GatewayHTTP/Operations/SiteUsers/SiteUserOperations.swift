import GatewayDomain
import HTTPTypes

/// What can be asked for about the guests of a site.
enum SiteUserOperations {
    static let all = [
        Operation("listSiteUsers", .get, list, .scope(.guestsRead), perform: ListSiteUsers.perform),
        Operation("getSiteUser", .get, one, .scope(.guestsRead), perform: OneSiteUser.get),
        Operation(
            "disconnectSiteUser",
            .post,
            "\(one)/disconnect",
            .scope(.guestsWrite),
            perform: OneSiteUser.disconnect
        ),
    ]

    /// Where the guests of a site are found.
    static func path(at site: Site.ID) -> String { "\(SiteOperations.path(of: site))/users" }

    private static let list = "/captive/sites/{siteId}/users"
    private static let one = "/captive/sites/{siteId}/users/{siteUserId}"
}
