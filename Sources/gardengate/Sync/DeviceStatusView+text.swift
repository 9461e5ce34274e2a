import GatewayDomain
import GatewayHTTP
import GatewayStore

/// How a device is doing, as people read it.
extension DeviceStatusView {
    /// How long ago it last answered.
    func lastSeen(now: Timestamp) -> String {
        guard let time = status.lastSuccessAt else { return "never" }
        let seconds = max(0, (now - time).components.seconds)
        return seconds < 2 ? "now" : "\(DurationArgument(seconds: seconds).text) ago"
    }

    /// What is wrong with the clock by which it reports, if it is enough to matter.
    private var clock: String {
        guard let error = status.clock?.errorSeconds, .seconds(error.magnitude) > CouponRules.clockTolerance else {
            return ""
        }
        let size = DurationArgument(seconds: Int64(clamping: error.magnitude)).text
        return "its clock is \(size) \(error < 0 ? "behind" : "ahead"): set its NTP client up. "
    }

    /// What is the matter and what to do, or nothing.
    var advice: String {
        let insecure = (status.device.trust == .anonymous ? "INSECURE: give it a certificate and pin it. " : "") + clock
        switch state {
        case .new, .pending:
            return insecure + (status.hasPendingPush ? "a push is under way" : "waits for a push")
        case .paused: return insecure + "site resume \(status.siteName.shellQuoted) lets it be written"
        case .failing: return insecure + (status.failure ?? "")
        case .heldBack where status.lastRun?.plan?.refusalCode?.canBeConfirmed == true:
            return insecure + "\(status.lastRun?.obstacle ?? ""): plan \(status.siteName.shellQuoted)"
        case .heldBack, .partial, .blocked: return insecure + (status.lastRun?.obstacle ?? "")
        case .synced: return insecure
        }
    }
}
