import Foundation
import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable public import GatewayHTTP

/// A client of an instance with templates, as it meets the API.
struct TemplateWorld {
    static let generate = "/subscription/discount-coupon-template/generate-user-coupon"

    let world: APIWorld
    let instance: Instance
    let client: APIClient
    let secret: Secret

    /// Serves an instance with one client while `body` runs.
    static func serving(_ body: @Sendable (TemplateWorld) async throws -> Void) async throws {
        try await APIWorld.serving { world in
            let instance = try await Self.instance("Lobby", world)
            let (client, secret) = try await Self.client("Shop", of: instance, world)
            try await body(TemplateWorld(world: world, instance: instance, client: client, secret: secret))
        }
    }

    static func instance(_ name: String, _ world: APIWorld) async throws -> Instance {
        let instance = Instance(id: world.store.newID(), name: name, createdAt: world.clock.now)
        try await world.store.createInstance(instance)
        return instance
    }

    static func client(_ name: String, of instance: Instance, _ world: APIWorld) async throws -> (APIClient, Secret) {
        let client = APIClient(id: world.store.newID(), instance: instance.id, name: name, createdAt: world.clock.now)
        return (client, try await world.store.createClient(client))
    }

    static func basic(_ user: String, _ password: String) -> String {
        "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }

    var templates: String { "/captive/instances/\(instance.id)/coupon-templates" }
    var basic: String { Self.basic(client.id.rawValue, secret.revealed) }

    /// Makes a template as an operator does.
    @discardableResult
    func template(_ body: JSON, sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSON {
        let made = try await world.call(.post, templates, body)
        #expect(made.status == 201, "\(made.text)", sourceLocation: sourceLocation)
        return try #require(made.json)
    }

    /// Asks for codes as the client does.
    func generate(
        _ members: JSON,
        authorization: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> APIAnswer {
        let whole: JSON = ["clientId": .id(client.id), "couponName": "Test Dynamic Coupon"]
        return try await world.call(
            .post,
            Self.generate,
            whole.with(members),
            authorization: authorization ?? basic,
            headers: headers
        )
    }

    /// Asks with a body as it is.
    func generate(raw body: String) async throws -> APIAnswer {
        let text = body.replacingOccurrences(of: "CLIENT", with: client.id.rawValue)
        return try await world.call(.post, Self.generate, raw: text, headers: [.authorization: basic])
    }

    /// How many coupons there are.
    func coupons() async throws -> Int {
        try await world.store.coupons(of: instance.id, now: world.clock.now).count
    }

    static let drawing: JSON = [
        "name": "Test Dynamic Coupon", "mode": "AUTO_ALLOCATE", "prefix": "diwali", "random_length": 6, "maximum": 10,
        "minutes_valid": 60,
    ]

    static let giving: JSON = [
        "name": "Test Dynamic Coupon", "mode": "AUTO_ACCEPT", "maximum": 10, "minutes_valid": 60,
    ]
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Values in order.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON {
    /// The object with the members of another in the place of its own.
    func replacing(_ other: JSON) -> JSON {
        guard case .object(let members) = self else { return self }
        return JSON.object(members.filter { !other.names.contains($0.name) }).with(other)
    }

    /// The object with its members in the order of another.
    func ordered(as other: JSON) -> JSON {
        guard case .object(let members) = other else { return self }
        return .object(members.map { Member(name: $0.name, value: self[$0.name] ?? .null) })
    }
}
