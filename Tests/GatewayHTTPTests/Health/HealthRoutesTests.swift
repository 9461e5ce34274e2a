import Hummingbird
import HummingbirdTesting
import Testing

@testable import GatewayHTTP

@Suite struct HealthRoutesTests {
    private static func answering(
        _ readiness: Readiness,
        _ body: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let routes = HealthRoutes(readiness: { readiness }, readinessDeadline: .seconds(5))
        let router = Router(options: .autoGenerateHeadEndpoints)
        routes.add(to: router)
        try await Application(router: router).test(.router) { try await body($0) }
    }

    @Test func `a process that lives says so, although it cannot work`() async throws {
        try await Self.answering(.unavailable(reason: "no store")) { client in
            try await client.execute(uri: "/healthz", method: .get) { response in
                #expect(response.status == .ok)
                #expect(String(buffer: response.body) == #"{"status":"ok"}"#)
                #expect(response.headers[.contentType] == "application/json")
                #expect(response.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func `a gateway that can work is ready`() async throws {
        try await Self.answering(.ready) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.status == .ok)
                #expect(String(buffer: response.body) == #"{"status":"ok"}"#)
            }
        }
    }

    @Test func `a gateway that cannot work says why in one line`() async throws {
        try await Self.answering(.unavailable(reason: "the disk of \"/srv\"\nis full")) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                let text = String(buffer: response.body)
                #expect(text == #"{"reason":"the disk of \"/srv\" is full","status":"unavailable"}"#)
            }
        }
    }

    @Test func `a reason is cut where it would be long`() async throws {
        try await Self.answering(.unavailable(reason: String(repeating: "x", count: 100_000))) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.body.readableBytes < 600)
            }
        }
    }

    @Test func `HEAD answers without a body, and nothing else is there`() async throws {
        try await Self.answering(.unavailable(reason: "no store")) { client in
            try await client.execute(uri: "/readyz", method: .head) { response in
                #expect(response.status == .serviceUnavailable)
                #expect(response.body.readableBytes == 0)
            }
            for (uri, method) in [("/", HTTPRequest.Method.get), ("/healthz", .post), ("/healthz/x", .get)] {
                try await client.execute(uri: uri, method: method) { #expect($0.status == .notFound) }
            }
        }
    }

    @Test func `a store that does not answer is unavailable, not silence`() async throws {
        let routes = HealthRoutes(
            readiness: {
                // Ends when it is cancelled, and only then.
                await Self.cancellation()
                return .ready
            },
            readinessDeadline: .milliseconds(20)
        )
        let router = Router(options: .autoGenerateHeadEndpoints)
        routes.add(to: router)
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                #expect(String(buffer: response.body).contains("has not answered within 0.02 seconds"))
            }
        }
    }

    private static func cancellation() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }
}
