import GatewayDomain
import Synchronization

/// Somebody sets the clock of the gateway's machine, and later puts it right.
extension World {
    /// In every fourth history; the others stay as they were, draw for draw.
    static func jumpsGatewayClock(_ seed: UInt64) -> Bool { seed % 4 == 2 }

    func planGatewayClock() {
        var own = Dice(seed: ~seed)
        for _ in 0..<own.number(1...4) {
            let at = own.duration(.zero...(Self.storm - .seconds(60)))
            let length = own.duration(.seconds(5)...(.seconds(1800)))
            let off = Self.off(&own)
            time.act(after: at) { if self.isStormy { self.setGatewayClock(off: off) } }
            time.act(after: min(at + length, Self.storm)) { self.setGatewayClock(off: .zero) }
        }
    }

    /// Minutes, hours or days, either way.
    private static func off(_ dice: inout Dice) -> Duration {
        let seconds =
            switch dice.number(0...2) {
            case 0: dice.number(120...3600)
            case 1: dice.number(3600...86_400)
            default: dice.number(86_400...(90 * 86_400))
            }
        return .seconds(dice.chance(0.5) ? seconds : 0 - seconds)
    }

    func setGatewayClock(off: Duration) {
        let before = gatewayOff.withLock { before in
            defer { before = off }
            return before
        }
        guard before != off else { return }
        note { "gateway: its clock is off by \(off.components.seconds) s" }
        gateway?.wakeUp()
    }
}
