import GatewayDomain
import GatewayStore
import HTTPTypes
import RouterOSSimulator
import Testing

@testable import GatewayHTTP

/// The figures for monitoring, as they are asked for.
@Suite struct MetricsTests {
    @Test func `figures are told to whoever may read them, and to nobody else`() async throws {
        try await APIWorld.serving { world in
            let without = try await world.call(.get, "/metrics", authorization: "")
            #expect(without.status == 401)
            let other = try await world.call(.get, "/metrics", authorization: world.bearer(.devicesRead))
            #expect(other.status == 403)
            let answer = try await world.call(.get, "/metrics", authorization: world.bearer(.metricsRead))
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.text.split(separator: "\n")
            #expect(lines.contains("gardengate_devices 0"))
            #expect(lines.contains(#"gardengate_http_requests_total{operation="getMetrics",status_class="4xx"} 2"#))
            #expect(lines.contains { $0.hasPrefix("process_start_time_seconds ") })
        }
    }

    @Test func `the number of series grows with nothing, and no label names anybody`() async throws {
        try await APIWorld.serving { world in
            func series() async throws -> [Substring] {
                let answer = try await world.call(.get, "/metrics")
                return answer.text.split(separator: "\n").filter {
                    !$0.hasPrefix("#") && !$0.hasPrefix("gardengate_http_requests_total")
                }
            }
            let before = try await series()
            let instance = try await world.newInstance()
            for index in 1...3 {
                let site = Site(
                    id: world.store.newID(),
                    name: "Hotel \(index)",
                    services: [Site.Service(instance: instance.id, subnets: [])],
                    createdAt: world.clock.now
                )
                try await world.store.createSite(site)
                let device = Device(
                    id: world.store.newID(),
                    site: site.id,
                    host: "router-\(index).example",
                    port: 8729,
                    user: "gate",
                    trust: .anonymous,
                    createdAt: world.clock.now
                )
                try await world.store.addDevice(device, password: Secret("hunter2"))
            }
            let after = try await series()
            #expect(before.count == after.count)
            #expect(after.contains("gardengate_devices 3"))
            #expect(after.contains(#"gardengate_device_states{state="drifted"} 3"#))
            #expect(after.contains(#"gardengate_device_conditions{condition="insecure"} 3"#))
            #expect(!after.contains { $0.contains("Hotel") || $0.contains("example") || $0.contains("gate\"") })
        }
    }
}
