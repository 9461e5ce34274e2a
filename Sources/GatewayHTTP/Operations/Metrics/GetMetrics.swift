import GatewayStore
import HTTPTypes
import NIOCore

/// Tells how the gateway and its routers are doing, for Prometheus.
enum GetMetrics {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let page = MetricsPage(
            store: try await request.store.figures(now: request.now),
            figures: request.services.figures,
            requests: request.services.requests.figures,
            process: ProcessFigures.current()
        )
        return APIResponse(.ok, contentType: MetricsText.contentType, body: ByteBuffer(string: page.text))
    }
}
