/// Why a plan must not be applied as it is.
public enum Refusal: Hashable, Sendable {
    /// It removes too many rows for no reason that the store knows. Somebody may confirm it.
    case massRemoval(removed: Int, managed: Int)
    /// It is not the plan that was confirmed. Somebody may confirm this one.
    case stale
    /// The desired state turned empty for no reason that the store knows. Nobody can confirm it.
    case emptied(managed: Int)
    /// The site is paused.
    case paused
    /// The RouterOS is older than the gateway writes to.
    case unsupportedVersion(RouterOSRelease)
    /// device-mode forbids hotspot on this router.
    case hotspotForbidden

    /// Which kind, for programs: bounded and constant.
    public enum Code: String, Hashable, Sendable, CaseIterable, Codable {
        /// See ``Refusal/massRemoval(removed:managed:)``.
        case massRemoval = "mass_removal"
        /// See ``Refusal/stale``.
        case stale
        /// See ``Refusal/emptied(managed:)``.
        case emptied
        /// See ``Refusal/paused``.
        case paused
        /// See ``Refusal/unsupportedVersion(_:)``.
        case unsupportedVersion = "unsupported_version"
        /// See ``Refusal/hotspotForbidden``.
        case hotspotForbidden = "hotspot_forbidden"

        /// Whether the plan is applied when somebody confirms it.
        public var canBeConfirmed: Bool { self == .massRemoval || self == .stale }
    }

    /// Which kind.
    public var code: Code {
        switch self {
        case .massRemoval: .massRemoval
        case .stale: .stale
        case .emptied: .emptied
        case .paused: .paused
        case .unsupportedVersion: .unsupportedVersion
        case .hotspotForbidden: .hotspotForbidden
        }
    }
}

extension Refusal: CustomStringConvertible {
    /// Why, as one sentence with the remedy.
    ///
    /// What confirms a plan depends on where it is read, a command or a request, and is said there.
    public var description: String {
        switch self {
        case .massRemoval(let removed, let managed):
            "the plan removes \(removed) of \(managed) rows for no known reason; look at it, then confirm it"
        case .stale:
            "the plan that was confirmed is stale: the device, or what it should hold, has changed since; look at what is left "
                + "to do now"
        case .emptied(let managed):
            "nothing should be on the device any more, for no known reason, but \(managed) rows are; check that this is the "
                + "right database, or remove the rows on the router"
        case .paused:
            "the site is paused; resume it to write to its devices"
        case .unsupportedVersion(let version):
            "RouterOS \(version) is older than \(RouterOSRelease.oldestWritten), and nothing is written to it; upgrade it, or have it "
                + "written to all the same: gardengate device set, --allow-unsupported true"
        case .hotspotForbidden:
            "device-mode forbids hotspot on this router; run /system/device-mode/update hotspot=yes and confirm it at the router"
        }
    }
}
