import GatewayDomain
import HTTPTypes
import Testing
import Yams

@testable import GatewayHTTP

/// The OpenAPI document and the table of operations tell the same.
@Suite struct OperationTableTests {
    /// Served beside the table, since they answer before there is anything to call.
    private static let outsideOfTheTable: Set = ["healthz", "readyz"]

    private static func documented() throws -> [String: DocumentedOperation] {
        Dictionary(try OpenAPIDocument.embedded().operations.map { ($0.id, $0) }) { first, _ in first }
    }

    @Test func `each operation that is served is documented with its method and path`() throws {
        let documented = try Self.documented()
        for operation in OperationTable.all {
            let entry = try #require(documented[operation.id], "\(operation.id) is not documented")
            #expect(entry.method == operation.method.rawValue, "\(operation.id)")
            #expect(entry.path == operation.path, "\(operation.id)")
        }
    }

    @Test func `the version that the figures tell is the document's`() throws {
        #expect(try OpenAPIDocument.embedded().root["info"]?["version"]?.string == OpenAPIDocument.version)
    }

    @Test func `all kinds of events are documented, and as many may be asked for`() throws {
        let schemas = try #require(try OpenAPIDocument.embedded().root["components"]?["schemas"])
        let kinds = schemas["EventType"]?["enum"]?.array().compactMap(\.string)
        #expect(kinds.map { Set($0) } == Set(GatewayEvent.Kind.allCases.map(\.rawValue)))
        for schema in ["WebhookCreate", "WebhookUpdate"] {
            #expect(schemas[schema]?["properties"]?["types"]?["maxItems"]?.int == GatewayEvent.Kind.allCases.count)
        }
    }

    @Test func `each documented operation is served`() throws {
        let served = Set(OperationTable.all.map(\.id)).union(Self.outsideOfTheTable)
        let missing = try Self.documented().keys.filter { !served.contains($0) }.sorted()
        #expect(missing == [])
    }

    @Test func `no operation has the id or the route of another one`() throws {
        let operations = try OpenAPIDocument.embedded().operations
        #expect(Set(operations.map(\.id)).count == operations.count)
        #expect(Set(OperationTable.all.map(\.id)).count == OperationTable.all.count)
        #expect(Set(OperationTable.all.map { "\($0.method) \($0.path)" }).count == OperationTable.all.count)
    }

    @Test func `who may call an operation is documented`() throws {
        let documented = try Self.documented()
        for operation in OperationTable.all {
            guard let entry = documented[operation.id] else { continue }
            switch operation.access {
            case .scope(let scope):
                #expect(entry.security == ["bearerAuth"], "\(operation.id)")
                #expect(
                    Self.scopes(in: entry.description) == [scope.rawValue],
                    "\(operation.id) needs \(scope.rawValue)"
                )
                #expect(Set(["401", "403", "429", "500"]).isSubset(of: entry.statuses), "\(operation.id)")
            case .device:
                #expect(entry.security == ["deviceAuth"], "\(operation.id)")
                #expect(Set(["401", "429", "503"]).isSubset(of: entry.statuses), "\(operation.id)")
            case .client:
                #expect(entry.security == ["basicAuth"], "\(operation.id)")
            case .link, .everybody:
                #expect(entry.security == [], "\(operation.id)")
            }
        }
    }

    @Test func `each parameter of a path is documented as one`() throws {
        for operation in try OpenAPIDocument.embedded().operations {
            let inPath = operation.path.matches(of: /\{(\w+)\}/).map { String($0.output.1) }
            let documented = operation.parameters.filter { $0["in"]?.string == "path" }.compactMap {
                $0["name"]?.string
            }
            #expect(inPath.sorted() == documented.sorted(), "\(operation.id)")
        }
    }

    @Test func `what takes a body says what is wrong with it, and how large it may be`() throws {
        for operation in try OpenAPIDocument.embedded().operations where operation.node["requestBody"] != nil {
            #expect(Set(["400", "408"]).isSubset(of: operation.statuses), "\(operation.id)")
            let isStreamed = OperationTable.all.contains { $0.id == operation.id && $0.streamsBody }
            #expect(operation.statuses.contains("413") != isStreamed, "\(operation.id)")
        }
    }

    @Test func `what makes something takes an idempotency key, and says that it can be used once`() throws {
        for operation in try OpenAPIDocument.embedded().operations where operation.statuses.contains("201") {
            let names = operation.parameters.compactMap { $0["name"]?.string }
            #expect(names.contains("Idempotency-Key"), "\(operation.id)")
            #expect(operation.statuses.contains("409"), "\(operation.id)")
        }
    }

    private static func scopes(in description: String) -> [String] {
        description.replacing("\n", with: " ").matches(of: /Scope\s+`([a-z:-]+)`/).map { String($0.output.1) }
    }
}
