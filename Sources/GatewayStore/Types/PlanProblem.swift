public import GatewayDomain

/// Why a plan cannot be confirmed.
public enum PlanProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no such plan, or it is so old that nothing is known of it any more.
    case unknown(PushRequest.ID)
    /// It is a plan of another site.
    case ofAnotherSite(PushRequest.ID)
    /// It is older than a plan may be.
    case expired(PushRequest.ID)
    /// Some device has not been compared for it, and perhaps never will be.
    case unfinished(PushRequest.ID)
    /// What is left to do on a device was never shown: its run failed, or it ended in the middle.
    case unshown(PushRequest.ID, host: String)
    /// The site has got a device, or lost one, since the plan was made.
    case devicesChanged(PushRequest.ID)

    /// What is the matter, and what to do about it, in one line.
    public var description: String {
        switch self {
        case .unknown(let id):
            "there is no plan \(id), or it is older than \(Self.hours) hours; make a new one"
        case .ofAnotherSite(let id):
            "the plan \(id) is one of another site; confirm it there, or make one for this site"
        case .expired(let id):
            "the plan \(id) is older than \(Self.hours) hours; look at a new one"
        case .unfinished(let id):
            "the plan \(id) is not complete: some device has not been compared; wait for it, or look at a new one"
        case .unshown(let id, let host):
            "the plan \(id) does not show what is left to do on \(host), where the run failed or ended in the middle; "
                + "look at a new one"
        case .devicesChanged(let id):
            "the plan \(id) is stale: the site's devices are no longer those that it was made for; look at a new one"
        }
    }

    private static let hours = KeptPlan.lifetime.components.seconds / 3600
}
