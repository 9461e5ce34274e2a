import GatewayDomain
import GatewayStore
import Logging

/// What a clock that was set means for all devices.
extension SyncEngine {
    /// Says when the clock is not believed any more and when it is again; then everything is compared, since nothing ended by time
    /// meanwhile that may have.
    func tellOfTheClock() async {
        for change in context.clock.takeNews() {
            switch change {
            case .doubted(let doubt):
                context.logger.warning(
                    "this machine's clock is not believed: coupons and stays end when they are over by either time",
                    metadata: ["reason": "the clock \(doubt)", "remedy": "\(doubt.remedy)"]
                )
            case .followed(let step):
                context.logger.notice(
                    "this machine's clock was set, and a time server vouches for it",
                    metadata: ["ahead_s": "\(step.components.seconds)"]
                )
            case .believed:
                context.logger.notice("this machine's clock is believed again: everything is compared")
                await compareEverything()
            }
        }
    }

    private func compareEverything() async {
        do {
            try await context.store.compareEverything(now: context.now())
        } catch {
            // The regular comparison finds the same, later.
            context.logger.warning("not everything is compared at once", metadata: ["reason": "\(error)"])
        }
    }

    /// After the clock was set back, nothing waits for longer than it would have.
    func bringForwardDueTimes() async {
        do {
            let isNews = try await context.store.bringForwardDueTimes(
                beyond: context.configuration.farthestDueTimes,
                now: context.now()
            )
            guard isNews else { return }
            context.logger.notice("due times lay too far ahead, as after a clock was set back, and are due now")
        } catch {
            // The next turn finds the same again.
            context.logger.debug("due times could not be looked after", metadata: ["reason": "\(error)"])
        }
    }
}
