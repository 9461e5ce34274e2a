/// Why a plan must not be applied as it is.
public enum Refusal: Hashable, Sendable {
    /// It removes too many rows for no reason that the store knows. Somebody may confirm it.
    case massRemoval(removed: Int, managed: Int)
    /// The desired state turned empty for no reason that the store knows. Nobody can confirm it.
    case emptied(managed: Int)
    /// The site is paused.
    case paused
    /// The RouterOS is older than the gateway writes to.
    case unsupportedVersion(RouterOSRelease)
    /// device-mode forbids hotspot on this router.
    case hotspotForbidden

    /// Whether `push --confirm` may override it.
    public var canBeConfirmed: Bool {
        if case .massRemoval = self { true } else { false }
    }
}

extension Refusal: CustomStringConvertible {
    /// Why, as one sentence with the remedy.
    public var description: String {
        switch self {
        case .massRemoval(let removed, let managed):
            "the plan removes \(removed) of \(managed) rows for no known reason; look at it, then push with --confirm"
        case .emptied(let managed):
            "nothing should be on the device any more, for no known reason, but \(managed) rows are; check that this is the "
                + "right database, or remove the rows on the router"
        case .paused:
            "the site is paused; resume it to write to its devices"
        case .unsupportedVersion(let version):
            "RouterOS \(version) is older than \(RouterOSRelease.oldestWritten); upgrade it, or let the device be written to "
                + "all the same"
        case .hotspotForbidden:
            "device-mode forbids hotspot on this router; run /system/device-mode/update hotspot=yes and confirm it at the router"
        }
    }
}
