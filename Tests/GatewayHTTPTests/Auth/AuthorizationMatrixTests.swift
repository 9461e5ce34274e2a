import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// Each operation of the table with nothing, with the wrong thing, with all scopes but its own, and with its own alone.
@Suite(.timeLimit(.minutes(15))) struct AuthorizationMatrixTests {
    private static func serving(_ body: @Sendable (APIWorld) async throws -> Void) async throws {
        var limits = RateLimits()
        // Every operation is tried with wrong credentials, from one address, while the clock stands still.
        limits.failedLoginsPerMinute = 100_000
        limits.publicRequestsPerMinute = 100_000
        var requests = RequestLimits()
        // A stream that goes on would be waited for.
        requests.streams.durationMaximum = .zero
        try await APIWorld.serving(limits: requests, rateLimits: limits, realTokens: true, body)
    }

    private static func call(
        _ operation: GatewayHTTP.Operation,
        _ world: APIWorld,
        _ authorization: String
    ) async throws -> APIAnswer {
        let path = operation.path.replacing(/\{\w+\}/) { _ in world.store.newID(of: Site.self).rawValue }
        return try await world.call(operation.method, path, authorization: authorization)
    }

    @Test func `nobody gets past an operation's scope, and its own scope is all that it asks for`() async throws {
        try await Self.serving { world in
            var without: [AccessScope: String] = [:]
            var only: [AccessScope: String] = [:]
            for scope in AccessScope.allCases {
                let others = Set(AccessScope.allCases).subtracting([scope])
                without[scope] = try await world.newToken("without \(scope)", .only(others)).header
                only[scope] = try await world.newToken("only \(scope)", .only([scope])).header
            }
            for operation in OperationTable.all {
                guard case .scope(let scope) = operation.access else { continue }
                let nothing = try await Self.call(operation, world, "")
                #expect((nothing.status, nothing.code) == (401, "credentials_missing"), "\(operation.id)")
                let basic = try await Self.call(operation, world, TemplateWorld.basic("a", "b"))
                #expect((basic.status, basic.code) == (401, "credentials_missing"), "\(operation.id)")
                let wrong = try await Self.call(operation, world, "Bearer a.b.c")
                #expect((wrong.status, wrong.code) == (401, "token_invalid"), "\(operation.id)")
                let narrow = try await Self.call(operation, world, try #require(without[scope]))
                #expect((narrow.status, narrow.code) == (403, "scope_missing"), "\(operation.id)")
                let right = try await Self.call(operation, world, try #require(only[scope]))
                #expect(![401, 403, 500].contains(right.status), "\(operation.id): \(right.text)")
            }
            #expect(try await world.store.auditEntries(limit: 1).isEmpty)
        }
    }

    @Test func `a token is no client, and what is open needs neither`() async throws {
        try await Self.serving { world in
            let everything = try await world.newToken().header
            for operation in OperationTable.all {
                switch operation.access {
                case .scope:
                    break
                case .client, .device:
                    for header in ["", everything, TemplateWorld.basic("a", "b")] {
                        let answer = try await Self.call(operation, world, header)
                        #expect(answer.status == 401, "\(operation.id) with \(header.prefix(6))")
                    }
                case .link, .everybody:
                    #expect(try await Self.call(operation, world, "").status != 401, "\(operation.id)")
                }
            }
        }
    }
}
