import GatewayDomain
import GatewayHTTP

/// The windows of a site, and how it stands, for people and programs.
struct WindowReport {
    let site: Site
    let now: Timestamp

    private var state: WindowState { site.windows.state(at: now) }

    /// A line for each window, and one for how it stands.
    var text: String {
        let name = site.name.printable
        guard let first = site.windows.all.first else {
            return "\(name) has no window: its routers are written to at any time"
        }
        let windows = site.windows.all.map { "  \($0)" }
        let outlook =
            switch state {
            case .open(let closesAt?): "open now, until \(moment(closesAt, first))"
            case .open(nil): "open now, for more than a week"
            case .shut(let opensAt, _): "shut now; opens \(moment(opensAt, first))"
            }
        return (["\(name) is written to"] + windows + [outlook]).joined(separator: "\n")
    }

    /// The site, and how it stands.
    var json: JSON {
        SiteView(site: site).commandJSON.with([
            "is_open": .boolean(state.opensAt == nil),
            "opens_at": .time(state.opensAt),
            "closes_at": .time(state.closesAt),
        ])
    }

    private func moment(_ time: Timestamp, _ window: WriteWindow) -> String {
        let seconds = max(0, (time - now).components.seconds)
        let minutes = (seconds + 59) / 60
        let hours = (minutes + 30) / 60
        let left = minutes < 120 ? "\(minutes) min" : hours < 48 ? "\(hours) h" : "\((hours + 12) / 24) days"
        return "\(window.clockText(at: time)) in \(window.timeZone), in \(left)"
    }
}
