import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct TemplateOperationsTests {
    @Test func `the address of a new template leads to it`() async throws {
        try await TemplateWorld.serving { place in
            let made = try await place.world.call(.post, place.templates, TemplateWorld.drawing)
            let location = try #require(made.headers[.location])
            let host = "http://127.0.0.1:\(place.world.port)"
            #expect(location.hasPrefix(host))
            #expect(try await place.world.call(.get, String(location.dropFirst(host.count))).json == made.json)
        }
    }

    @Test func `a template is made, read, listed, changed and deleted`() async throws {
        try await TemplateWorld.serving { place in
            let made = try await place.template(TemplateWorld.drawing)
            #expect(
                made.names == [
                    "id", "instance_id", "name", "mode", "prefix", "suffix", "random_length", "pattern", "maximum",
                    "minutes_valid", "codes_generated", "created_at",
                ]
            )
            #expect(made["prefix"] == "DIWALI")
            #expect(made["suffix"] == "")
            #expect(made["random_length"] == 6)
            #expect(made["pattern"] == .null)
            #expect(made["codes_generated"] == 0)
            #expect(made["created_at"] == "2026-11-21T08:00:00Z")
            let path = "\(place.templates)/\(try #require(made["id"]?.stringValue))"
            #expect(try await place.world.call(.get, path).json == made)
            #expect(try await place.world.call(.get, place.templates).json == [made])
            let new = TemplateWorld.drawing.replacing(["name": "Holi", "maximum": 20, "prefix": .null])
            let changed = try await place.world.call(.put, path, new)
            #expect(changed.status == 200)
            #expect(changed.json == made.replacing(["name": "Holi", "maximum": 20, "prefix": ""]).ordered(as: made))
            #expect(try await place.world.call(.get, path).json == changed.json)
            let gone = try await place.world.call(.delete, path)
            #expect((gone.status, gone.text) == (204, ""))
            for method in [HTTPRequest.Method.get, .delete] {
                #expect(try await place.world.call(method, path).status == 404)
            }
            #expect(try await place.world.call(.get, place.templates).json == [])
        }
    }

    @Test func `an update replaces all that it can say, and what it leaves out is as in a new template`() async throws {
        try await TemplateWorld.serving { place in
            let affixes: JSON = ["prefix": "a", "suffix": "z", "pattern": "@@##"]
            let made = try await place.template(TemplateWorld.giving.with(affixes))
            let path = "\(place.templates)/\(try #require(made["id"]?.stringValue))"
            let names = ["prefix", "random_length", "pattern", "suffix", "created_at"]
            place.world.clock.advance(by: .seconds(60))
            let time: JSON = "2026-11-21T08:00:00Z"
            #expect(names.map { made[$0] } == ["A", .null, "@@##", "Z", time])
            let bare = try await place.world.call(.put, path, TemplateWorld.giving)
            #expect(names.map { bare.json?[$0] } == ["", .null, .null, "", time])
            let drawing = try await place.world.call(.put, path, TemplateWorld.drawing)
            #expect(names.map { drawing.json?[$0] } == ["DIWALI", 6, .null, "", time])
            #expect(drawing.json?["mode"] == "AUTO_ALLOCATE")
            for name in ["name", "mode", "maximum", "minutes_valid"] {
                let missing = JSON.object([JSON.Member(name: name, value: .null)])
                let answer = try await place.world.call(.put, path, TemplateWorld.drawing.replacing(missing))
                #expect((answer.status, answer.code) == (400, "parameter_missing"))
            }
            #expect(try await place.world.call(.get, path).json == drawing.json)
        }
    }

    @Test(
        arguments: [
            (["mode": .null], "parameter_missing", "mode"), (["mode": "STATIC"], "parameter_invalid", "AUTO_ALLOCATE"),
            (["name": .null], "parameter_missing", "name"), (["name": ""], "parameter_invalid", "name"),
            (["name": 7], "parameter_invalid", "name"), (["maximum": .null], "parameter_missing", "maximum"),
            (["maximum": 0], "parameter_invalid", "1 to 10000"),
            (["maximum": 10_001], "parameter_invalid", "1 to 10000"),
            (["maximum": .boolean(true)], "parameter_invalid", "maximum"),
            (["maximum": .number(1.5)], "parameter_invalid", "maximum"),
            (["maximum": "10"], "parameter_invalid", "maximum"),
            (["minutes_valid": 0], "parameter_invalid", "minutes_valid"),
            (["minutes_valid": 5_256_001], "parameter_invalid", "minutes_valid"),
            (["minutes_valid": .null], "parameter_missing", "minutes_valid"),
            (["prefix": "DÜ"], "parameter_invalid", "prefix"), (["prefix": 1], "parameter_invalid", "prefix"),
            (["suffix": "-"], "parameter_invalid", "suffix"),
            (["random_length": 0], "parameter_invalid", "random_length"),
            (["random_length": 27], "parameter_invalid", "4 to 32"),
            (["random_length": .number(5.5)], "parameter_invalid", "random_length"),
            (["random_length": .null], "parameter_invalid", "random_length or pattern"),
            (["random_length": 2], "parameter_invalid", "484"), (["pattern": "@@@@@@"], "parameter_invalid", "pattern"),
            (["random_length": .null, "pattern": "(a+)+"], "parameter_invalid", "pattern"),
            (["codes_generated": 5], "parameter_unknown", "codes_generated"), (["id": "x"], "parameter_unknown", "id"),
        ] as [(JSON, String, String)]
    )
    func `bad input is refused by name, and nothing is stored`(change: JSON, code: String, name: String) async throws {
        try await TemplateWorld.serving { place in
            let body = TemplateWorld.drawing.replacing(change)
            let made = try await place.world.call(.post, place.templates, body)
            #expect((made.status, made.code) == (400, code), "\(made.text)")
            #expect(made.message?.contains(name) == true, "\(made.text)")
            #expect(try await place.world.call(.get, place.templates).json == [])
        }
    }

    @Test func `a maximum below what was made, or a name that is taken, changes nothing`() async throws {
        try await TemplateWorld.serving { place in
            let made = try await place.template(TemplateWorld.drawing)
            let path = "\(place.templates)/\(try #require(made["id"]?.stringValue))"
            #expect(try await place.generate(["quantity": 5]).status == 201)
            let low = try await place.world.call(.put, path, TemplateWorld.drawing.replacing(["maximum": 4]))
            #expect((low.status, low.code) == (400, "parameter_invalid"))
            #expect(low.message?.contains("5") == true)
            try await place.template(TemplateWorld.drawing.replacing(["name": "Other"]))
            let same = try await place.world.call(.put, path, TemplateWorld.drawing.replacing(["name": "Other"]))
            #expect((same.status, same.code) == (409, "conflict"))
            let again = try await place.world.call(.post, place.templates, TemplateWorld.drawing)
            #expect((again.status, again.code) == (409, "conflict"))
            #expect(try await place.world.call(.put, path, TemplateWorld.drawing).status == 200)
            let exact = try await place.world.call(.put, path, TemplateWorld.drawing.replacing(["maximum": 5]))
            #expect(exact.json?["codes_generated"] == 5)
            #expect(try await place.world.call(.get, place.templates).json?.elements.count == 2)
        }
    }

    @Test func `a template of another instance, or of no id, is not there`() async throws {
        try await TemplateWorld.serving { place in
            let other = try await TemplateWorld.instance("Bar", place.world)
            let made = try await place.template(TemplateWorld.drawing)
            let id = try #require(made["id"]?.stringValue)
            let elsewhere = "/captive/instances/\(other.id)/coupon-templates"
            for path in ["\(elsewhere)/\(id)", "\(place.templates)/\(other.id)", "\(place.templates)/nonsense"] {
                for method in [HTTPRequest.Method.get, .put, .delete] {
                    let body: JSON? = method == .put ? TemplateWorld.drawing : nil
                    let answer = try await place.world.call(method, path, body)
                    #expect((answer.status, answer.code) == (404, "resource_missing"), "\(method) \(path)")
                }
            }
            let nowhere = "/captive/instances/00000000-0000-4000-8000-000000000000/coupon-templates"
            #expect(try await place.world.call(.get, nowhere).status == 404)
            #expect(try await place.world.call(.post, nowhere, TemplateWorld.drawing).status == 404)
            #expect(try await place.world.call(.get, elsewhere).json == [])
            #expect(try await place.world.call(.get, place.templates).json == [made])
        }
    }

    @Test func `reading and writing are scopes of their own, and a client has neither`() async throws {
        try await TemplateWorld.serving { place in
            let world = place.world
            let reading = world.bearer(.templatesRead, .couponsWrite)
            let writing = world.bearer(.templatesWrite)
            let cases: [(method: HTTPRequest.Method, authorization: String, status: Int)] = [
                (.post, reading, 403), (.post, writing, 201), (.get, writing, 403), (.get, reading, 200),
                (.get, place.basic, 401),
            ]
            for (method, authorization, status) in cases {
                let body = method == .post ? TemplateWorld.drawing : nil
                let answer = try await world.call(method, place.templates, body, authorization: authorization)
                #expect(answer.status == status, "\(method) \(authorization)")
            }
        }
    }
}
