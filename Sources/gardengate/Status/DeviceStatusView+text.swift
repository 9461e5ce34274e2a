import GatewayDomain
import GatewayHTTP
import GatewayStore

/// How a device is doing, as people read it.
extension DeviceStatusView {
    /// Its state, and what holds besides.
    var stateText: String {
        ([health.state] + health.others).map { note in
            note.condition == .insecure ? "INSECURE" : note.condition.words
        }.joined(separator: ", ")
    }

    /// How long it has been in its state.
    func since(now: Timestamp) -> String {
        let seconds = max(0, (now - health.state.since).components.seconds)
        // Beyond an hour nobody wants the seconds, and beyond a day not the minutes.
        let unit: Int64 = seconds < 3600 ? 1 : seconds < 86_400 ? 60 : 3600
        return DurationArgument(seconds: seconds / unit * unit).text
    }

    /// Why it is in its state, with what is wrong with its clock.
    var why: String {
        [health.state.why, clock].filter { !$0.isEmpty }.joined(separator: "; ").oneLine
    }

    /// What is wrong with the clock by which it reports, if it is enough to matter.
    private var clock: String {
        guard let error = status.clock?.errorSeconds, .seconds(error.magnitude) > CouponRules.clockTolerance else {
            return ""
        }
        let size = DurationArgument(seconds: Int64(clamping: error.magnitude)).text
        return "its clock is \(size) \(error < 0 ? "behind" : "ahead"): set its NTP client up"
    }
}
