/// Why a machine's clock is not believed.
public enum ClockDoubt: Hashable, Sendable {
    /// It was set while the gateway ran, ahead or, negative, back; no time server confirms that.
    case set(Duration)
    /// It shows a time before what the database recorded last, which is so much later.
    case behindRecord(Duration)
    /// A router whose clock a time server looks after shows another time: so many seconds later or, negative, earlier.
    case router(aheadSeconds: Int64)
}

extension ClockDoubt: CustomStringConvertible {
    /// What is the matter, as a part of a sentence about the clock of the gateway's machine.
    public var description: String {
        switch self {
        case .set(let step):
            "was set \(Self.text(step)) \(step > .zero ? "ahead" : "back") while the gateway ran"
        case .behindRecord(let gap):
            "shows a time \(Self.text(gap)) before what the database recorded last"
        case .router(let seconds):
            "is \(Self.text(.seconds(seconds))) \(seconds < 0 ? "ahead of" : "behind") the router's, which a time server looks after"
        }
    }

    /// What to do about it, as one sentence.
    public var remedy: String {
        switch self {
        case .set:
            "Let a time server look after it (timedatectl set-ntp true); if it is right now, start gardengate serve again."
        case .behindRecord:
            "Let a time server look after it (timedatectl set-ntp true)."
        case .router:
            "Let a time server look after it (timedatectl set-ntp true); then look at /system/clock and /system/ntp/client of "
                + "the router."
        }
    }

    /// How long, in the largest unit of which there are at least two: as exact as anybody wants to know.
    private static func text(_ duration: Duration) -> String {
        let seconds = Int64(clamping: duration.components.seconds.magnitude)
        let units: [(name: String, seconds: Int64)] = [("days", 86_400), ("hours", 3600), ("minutes", 60)]
        for unit in units {
            let count = (seconds + unit.seconds / 2) / unit.seconds
            if count >= 2 { return "\(count) \(unit.name)" }
        }
        return "\(seconds) seconds"
    }
}
