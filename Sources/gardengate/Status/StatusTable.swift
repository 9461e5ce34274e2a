import GatewayDomain
import GatewayHTTP
import GatewayStore

/// Routers under headings: where, which, how, since when and why, and on the line below what to do.
struct StatusTable {
    private let devices: ArraySlice<DeviceStatusView>
    private let now: Timestamp

    init(_ devices: ArraySlice<DeviceStatusView>, now: Timestamp) {
        self.devices = devices
        self.now = now
    }

    /// The lines of the table.
    ///
    /// What is to be done stands once for routers that follow each other and need the same.
    ///
    /// - Parameters:
    ///   - columns: how wide a line may be; what is longer is cut off. Nil for no bound.
    ///   - style: what it looks like.
    /// - Returns: at least one line, at most two for each router and one more.
    func lines(columns: Int?, style: Style) -> [String] {
        var table = TextTable("SITE", "ROUTER", "STATE", "SINCE", "WHY")
        for view in devices {
            let device = view.status.device
            table.add(
                view.status.siteName,
                HostPort.text(device.host, device.port),
                view.stateText,
                view.since(now: now),
                view.why
            )
        }
        var lines: [String] = []
        var last: String?
        for (index, line) in table.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            lines.append(line.clipped(to: columns))
            guard index > 0 else { continue }
            let view = devices[devices.startIndex + index - 1]
            let remedy = view.health.remedy
            if let remedy, remedy != last {
                lines.append(style.faint("  → \(remedy.oneLine)".clipped(to: columns)))
            }
            last = remedy
        }
        return lines
    }
}

extension StringProtocol {
    /// The text, cut to so many characters where it is longer.
    func clipped(to columns: Int?) -> String {
        guard let columns, columns > 1, count > columns else { return String(self) }
        return String(prefix(columns - 1)) + "…"
    }
}
