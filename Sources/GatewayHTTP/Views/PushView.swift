import GatewayDomain
public import GatewayStore

/// A push or plan of a site as programs read it.
public struct PushView {
    private let request: PushRequest

    /// Shows a push.
    ///
    /// - Parameter request: the request.
    public init(request: PushRequest) {
        self.request = request
    }

    /// One JSON object with its runs; its id is what confirms the plan that it shows.
    public var json: JSON {
        [
            "id": .id(request.id),
            "site_id": .id(request.site),
            "mode": .string(request.mode.rawValue),
            "state": .string(request.state.rawValue),
            "requested_at": .time(request.requestedAt),
            "confirms": .id(request.confirms),
            "runs": .list(request.runs) { RunView(run: $0).json },
        ]
    }
}
