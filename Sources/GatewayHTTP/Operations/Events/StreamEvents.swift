import GatewayDomain
import GatewayStore
import HTTPTypes

/// Tells of events as they happen, by server-sent events (WHATWG, HTML Living Standard, section 9.2).
enum StreamEvents {
    private static let lastEventID: HTTPField.Name = {
        guard let name = HTTPField.Name("Last-Event-ID") else {
            preconditionFailure("it is a name that a field may have")
        }
        return name
    }()

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let kinds = try kinds(in: request.query)
        let limits = request.services.streamLimits
        let bounds = 0...limits.durationMaximum.components.seconds
        let wait = try request.query.optionalInteger("wait", in: bounds) ?? bounds.upperBound
        let position = try await position(of: request)
        guard let place = request.services.streams.take() else {
            throw APIError(
                .unavailable,
                "As many streams of events are open as there may be; close one that nobody reads.",
                headers: [.retryAfter: "30"]
            )
        }
        let stream = EventStream(
            store: request.services.store,
            kinds: kinds,
            position: position,
            duration: .seconds(wait),
            heartbeatInterval: limits.heartbeatInterval
        )
        var response = APIResponse(
            status: .ok,
            headers: [.contentType: EventStream.contentType, .accelBuffering: "no"]
        )
        response.stream = { writer in
            try await stream.write(to: &writer)
            withExtendedLifetime(place) {}
        }
        return response
    }

    /// Where the stream begins: behind the event that the reader has seen last, or now.
    private static func position(of request: APIRequest) async throws -> Int64 {
        guard let text = request.headers[lastEventID] else {
            return try await request.services.store.newestEventPosition()
        }
        if text == EventStream.beginning.rawValue { return 0 }
        guard UUIDText.isValid(text) else { throw APIError.invalid("Last-Event-ID", "must be the id of an event") }
        guard let known = try await request.services.store.eventPosition(of: Identifier(text)) else {
            throw APIError(.eventUnknown, "There is no event '\(text.prefix(64))' here, or not any more.")
        }
        return known
    }

    private static func kinds(in query: QueryFields) throws(APIError) -> Set<GatewayEvent.Kind> {
        guard let text = try query.optionalString("types") else { return [] }
        var kinds: Set<GatewayEvent.Kind> = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let kind = GatewayEvent.Kind(rawValue: String(name)) else {
                let known = GatewayEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid("types", "must be a list, separated by commas, of \(known)")
            }
            kinds.insert(kind)
        }
        return kinds
    }
}

extension HTTPField.Name {
    /// Tells nginx to hand on what comes when it comes (its documentation, "proxy_buffering").
    fileprivate static let accelBuffering: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Accel-Buffering") else {
            preconditionFailure("it is a name that a field may have")
        }
        return name
    }()
}
