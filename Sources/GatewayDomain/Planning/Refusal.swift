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
