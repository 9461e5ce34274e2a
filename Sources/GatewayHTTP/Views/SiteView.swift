public import GatewayDomain

/// A site as programs read it.
public struct SiteView {
    private let site: Site

    /// Shows a site.
    ///
    /// - Parameter site: the site.
    public init(site: Site) {
        self.site = site
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(site.id),
            "name": .string(site.name),
            "paused_at": .time(site.pausedAt),
            "instances": services("id"),
            "scripts": .boolean(site.hasScripts),
            "windows": windows,
            "created_at": .time(site.createdAt),
        ]
    }

    /// As ``json``, and once more what serves it, under the names that the commands had before the API was there.
    public var commandJSON: JSON {
        json.with([
            "services": services("instance_id"),
            "login_pages": .list(site.services.filter(\.hasLoginPage)) { .id($0.instance) },
        ])
    }

    private var windows: JSON {
        .list(site.windows.all) { window in
            [
                "days": .list(window.days.names) { .string($0) },
                "from": .string(window.from.description),
                "to": .string(window.to.description),
                "timezone": .string(window.timeZone),
            ]
        }
    }

    private func services(_ id: String) -> JSON {
        .list(site.services) { service in
            let subnets = JSON.list(service.subnets) { .string("\($0)") }
            return .object([
                JSON.Member(name: id, value: .id(service.instance)), JSON.Member(name: "subnets", value: subnets),
                JSON.Member(name: "login_page", value: .boolean(service.hasLoginPage)),
            ])
        }
    }
}
