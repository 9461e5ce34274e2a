import GatewayDomain
import HTTPTypes

/// What monitoring asks for.
enum MetricsOperations {
    static let all = [Operation("getMetrics", .get, "/metrics", .scope(.metricsRead), perform: GetMetrics.perform)]
}
