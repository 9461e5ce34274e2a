import Foundation
import GatewayDomain
import GatewayStore
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

@testable import GatewayHTTP

/// The API as those who call it meet it: a real server on a free port, over a database of its own.
struct APIWorld: Sendable {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Whoever calls has event loops of its own: on those that all share, simulated routers run their scripts.
    private static let callers = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    private static let connectAttempts = 12

    let store: Store
    let port: Int
    let clock: TestClock

    /// Serves while `body` runs, and then stops gracefully.
    ///
    /// - Parameters:
    ///   - now: the time that the clock shows; it stands still unless the test moves it.
    ///   - limits: how much of a request is taken.
    ///   - rateLimits: how often an address may do what costs nothing to try.
    ///   - realTokens: whether tokens are those of the store, as outside of tests; otherwise ``bearer(_:)`` makes them up.
    ///   - logger: where the server logs.
    ///   - clockAhead: by how much the clock was set ahead, which nothing vouches for.
    ///   - body: what to do meanwhile.
    /// - Throws: what `body` throws.
    static func serving(
        now: Timestamp = TestClock.start,
        limits: RequestLimits = RequestLimits(),
        rateLimits: RateLimits = RateLimits(),
        realTokens: Bool = false,
        logger: Logger = silent,
        clockAhead: Duration = .zero,
        _ body: @Sendable (APIWorld) async throws -> Void
    ) async throws {
        let scratch = try Scratch()
        let store = try await Store.open(StoreConfiguration(path: scratch.database))
        let clock = TestClock(now)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var configuration = HTTPServerConfiguration(host: "127.0.0.1", port: 0)
        configuration.limits = limits
        configuration.rateLimits = rateLimits
        let server = HTTPServer(
            configuration: configuration,
            store: store,
            authenticator: Authenticator(store: store, rateLimits: rateLimits) { token, now in
                guard realTokens else { return try Self.caller(of: token) }
                return try await TokenAuthentication(store: store, logger: silent).caller(token, now: now)
            },
            readiness: { .ready },
            logger: logger,
            now: { clock.now },
            recordTime: { clock.now - clockAhead },
            onListening: { port.yield($0) }
        )
        let services = ServiceGroup(services: [server], logger: silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await services.run()
            }
            guard let bound = await ports.first(where: { _ in true }) else { throw APIWorldError.notListening }
            do {
                try await body(APIWorld(store: store, port: bound, clock: clock))
            } catch {
                await services.triggerGracefulShutdown()
                throw error
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        try store.close()
        scratch.keep()
    }

    private static func caller(of token: String) throws -> Caller {
        if token == "broken" { throw APIWorldError.broken(secret: "hunter2") }
        guard token.hasPrefix("test ") else { throw APIError(.tokenInvalid, "The token is not valid.") }
        let words = token.split(separator: " ").dropFirst()
        let scopes = words == ["*"] ? AccessScope.allCases : words.compactMap { AccessScope(rawValue: String($0)) }
        return .token(id: "00000000-0000-4000-8000-000000000001", name: "test", scopes: Set(scopes))
    }

    /// What an Authorization header holds for a token with these scopes; without any: all.
    func bearer(_ scopes: AccessScope...) -> String {
        "Bearer test " + (scopes.isEmpty ? "*" : scopes.map(\.rawValue).joined(separator: " "))
    }

    /// Sends a request over a connection of its own.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - path: path and query.
    ///   - body: the body; nil for none.
    ///   - authorization: the Authorization header; "" for none, nil for a token that may do everything.
    ///   - headers: other fields.
    /// - Returns: the answer.
    /// - Throws: when there is no answer.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSON? = nil,
        authorization: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> APIAnswer {
        try await send(method, path, body.map { ByteBuffer(bytes: $0.bytes) }, authorization, headers)
    }

    /// Sends a body as it is.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        raw body: String,
        headers: HTTPFields = [:]
    ) async throws -> APIAnswer {
        try await send(method, path, ByteBuffer(string: body), nil, headers)
    }

    /// Sends bytes as they are, with a header of the caller's own.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        raw bytes: [UInt8],
        headers: HTTPFields
    ) async throws -> APIAnswer {
        try await send(method, path, ByteBuffer(bytes: bytes), nil, headers)
    }

    /// Sends bytes as they are.
    func call(_ method: HTTPRequest.Method, _ path: String, bytes: [UInt8]) async throws -> APIAnswer {
        try await send(method, path, ByteBuffer(bytes: bytes), nil, [:])
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: ByteBuffer?,
        _ authorization: String?,
        _ headers: HTTPFields
    ) async throws -> APIAnswer {
        var fields = headers
        let credentials = authorization ?? fields[.authorization] ?? bearer()
        if !credentials.isEmpty { fields[.authorization] = credentials }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        let request = TestClient.Request(path, method: method, headers: fields, body: body)
        // Longer than the 15 s unless told: a push may wait for 30 s, and a busy machine takes its time.
        let patience = TestClient.Configuration(timeout: .seconds(120))
        for _ in 1..<Self.connectAttempts {
            do {
                return try await answer(to: request, patience)
            } catch ChannelError.connectTimeout {
                // Nothing was sent. The client gives up after five seconds, which a busy machine may take.
                continue
            }
        }
        return try await answer(to: request, patience)
    }

    private func answer(
        to request: TestClient.Request,
        _ patience: TestClient.Configuration
    ) async throws -> APIAnswer {
        try await TestClient.withClient(
            host: "127.0.0.1",
            port: port,
            configuration: patience,
            eventLoopGroupProvider: .shared(Self.callers)
        ) { client in
            APIAnswer(try await client.execute(request))
        }
    }
}

/// What goes wrong in a world.
enum APIWorldError: Error {
    /// The server never listened.
    case notListening
    /// Something within that nobody foresaw.
    case broken(secret: String)
}
