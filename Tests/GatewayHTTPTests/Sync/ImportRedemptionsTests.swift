import GatewayDomain
import GatewayStore
import HTTPTypes
import NIOCore
import RouterOSSimulator
import Testing

@testable import GatewayHTTP

/// Logs that are imported over HTTP, while they arrive.
@Suite(.timeLimit(.minutes(15))) struct ImportRedemptionsTests {
    private struct Place: Sendable {
        let site: Site
        let codes: [String]
        var path: String { "/captive/sites/\(site.id)/redemptions/import" }

        func log(_ index: Int) -> String {
            "2025-10-30 18:21:07 hotspot,account,info,debug \(codes[index]) (10.10.10.31): logged in\n"
        }
    }

    /// A site with one router that nobody talks to, and coupons.
    private static func place(in world: APIWorld, devices: Int = 1) async throws -> Place {
        let (instance, site) = try await world.makeSite()
        for index in 0..<devices {
            let device = Device(
                id: world.store.newID(),
                site: site.id,
                host: "192.0.2.\(index + 1)",
                port: 8729,
                user: "admin",
                trust: .anonymous,
                createdAt: world.clock.now
            )
            try await world.store.addDevice(device, password: Secret("simulated"))
        }
        return Place(site: site, codes: try await world.coupons(5, of: instance).map(\.code))
    }

    @Test func `a log is recorded once, and the answer says what became of its lines`() async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(in: world)
            let log = place.log(0) + place.log(1) + "what is this\n" + place.log(0).replacing(place.codes[0], with: "x")
            let tried = try await world.call(.post, place.path + "?dry_run=true", raw: log)
            #expect(tried.json?["redeemed"]?.integerValue == 2)
            #expect(try await world.store.redemptions(at: place.site.id).isEmpty)
            let answer = try await world.call(.post, place.path, raw: log)
            #expect(answer.status == 200)
            #expect(answer.json?["new"]?.integerValue == 2)
            #expect(answer.json?["no_match"]?.integerValue == 1)
            #expect(answer.json?["unreadable"]?.integerValue == 1)
            #expect(answer.json?["problems"]?.elements.compactMap { $0["line"]?.integerValue } == [3, 4])
            #expect(try await world.store.redemptions(at: place.site.id).count == 2)
            let again = try await world.call(.post, place.path, raw: log)
            #expect(again.json?["already_known"]?.integerValue == 2)
            let entries = try await world.store.auditEntries(limit: 10)
            #expect(entries.count { $0.action == "importRedemptions" } == 1)
        }
    }

    @Test func `whoever asks for lines gets one for each, and the counts at the end`() async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(in: world)
            let filler = String(repeating: "2025-10-30 18:21:07 system,info nothing\n", count: 100)
            let log = place.log(0) + filler + "what is this\n" + place.log(0) + place.log(1)
            let headers: HTTPFields = [.accept: "application/x-ndjson"]
            let answer = try await world.call(.post, place.path, raw: log, headers: headers)
            #expect(answer.status == 200)
            #expect(answer.field("Content-Type") == "application/x-ndjson")
            let lines = try answer.text.split(separator: "\n").map { try JSON(reading: $0.utf8) }
            #expect(lines.dropLast().compactMap { $0["line"]?.integerValue } == [1, 102, 103, 104])
            let outcomes = lines.dropLast().compactMap { $0["outcome"]?.stringValue }
            #expect(outcomes == ["new", "unreadable", "already_known", "new"])
            #expect(lines.first?["user"]?.stringValue == place.codes[0])
            #expect(lines.first?["at"]?.stringValue == "2025-10-30T18:21:07Z")
            #expect(lines.last?["lines"]?.integerValue == 104)
            #expect(lines.last?["redeemed"]?.integerValue == 2)
            #expect(lines.last?["lines_left_out"]?.integerValue == 0)
            let refused = try await world.call(.post, place.path, raw: "Dear Sir\n", headers: headers)
            #expect(refused.status == 400)
            #expect(refused.code == "body_invalid")
        }
    }

    @Test func `an answer longer than there is room for says how many lines it leaves out`() async throws {
        let spool = try AnswerSpool(bytesMaximum: 100)
        for number in 0..<50 { try await spool.add(["line": .number(number)]) }
        #expect(await spool.bytes <= 100)
        #expect(await spool.leftOut > 40)
    }

    @Test func `a body far beyond the bound of others is taken`() async throws {
        var limits = RequestLimits()
        limits.bodyBytesMaximum = 10_000
        try await APIWorld.serving(limits: limits) { world in
            let place = try await Self.place(in: world)
            let filler = String(repeating: "2025-10-30 18:21:07 system,info nothing\n", count: 2000)
            let answer = try await world.call(.post, place.path, raw: filler + place.log(0) + filler + place.log(1))
            #expect(answer.status == 200)
            #expect(answer.json?["lines"]?.integerValue == 4002)
            #expect(answer.json?["redeemed"]?.integerValue == 2)
            let other = try await world.call(.post, "/captive/sites/\(place.site.id)/push", raw: filler)
            #expect(other.status == 413)
        }
    }

    @Test func `who may not import is told so, however much they send`() async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(in: world)
            let log = String(repeating: place.log(0), count: 20_000)
            let fields: HTTPFields = [.authorization: world.bearer(.redemptionsRead)]
            let answer = try await world.call(.post, place.path, raw: String(log.prefix(1000)), headers: fields)
            #expect(answer.status == 403)
            #expect(try await world.store.redemptions(at: place.site.id).isEmpty)
        }
    }

    @Test(
        arguments: [
            ("?format=xml", "body", 400, "parameter_invalid"), ("?year=1970", "body", 400, "parameter_invalid"),
            ("?timezone=GMT%2B3", "body", 400, "parameter_invalid"),
            ("?device_id=11111111-1111-4111-8111-111111111111", "body", 400, "parameter_invalid"),
            ("?dry_run=maybe", "body", 400, "parameter_invalid"), ("", "Dear Sir\n", 400, "body_invalid"),
            ("", "[{\"code\": \"A\"}]", 400, "body_invalid"), ("?format=csv", "a,b\n1,2\n", 400, "body_invalid"),
        ]
    )
    func `what cannot be imported is refused with its reason`(
        query: String,
        body: String,
        status: Int,
        code: String
    ) async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(in: world)
            let answer = try await world.call(.post, place.path + query, raw: body)
            #expect(answer.status == status)
            #expect(answer.code == code)
        }
    }

    @Test func `an encoding that is not known, no device, and several devices are told apart`() async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(in: world, devices: 2)
            let brotli: HTTPFields = [.contentEncoding: "br"]
            let packed = try await world.call(.post, place.path, raw: place.log(0), headers: brotli)
            #expect(packed.code == "body_invalid")
            let several = try await world.call(.post, place.path, raw: place.log(0))
            #expect(several.code == "parameter_missing")
            let device = try #require(try await world.store.devices(at: place.site.id).last)
            let one = try await world.call(.post, place.path + "?device_id=\(device.id)", raw: place.log(0))
            #expect(one.json?["redeemed"]?.integerValue == 1)
            let none = try await Self.place(in: world, devices: 0)
            #expect(try await world.call(.post, none.path, raw: none.log(0)).code == "site_without_devices")
        }
    }

    @Test func `a body that takes too long is refused, and what came is recorded`() async throws {
        var limits = RequestLimits()
        limits.uploadDeadline = .zero
        try await APIWorld.serving(limits: limits) { world in
            let place = try await Self.place(in: world)
            let answer = try await world.call(.post, place.path, raw: place.log(0))
            #expect(answer.status == 408)
            #expect(answer.code == "body_too_slow")
        }
    }

    @Test func `more uploads than can be read at once are asked to come again`() async throws {
        var limits = RequestLimits()
        limits.uploadsMaximum = 0
        try await APIWorld.serving(limits: limits) { world in
            let place = try await Self.place(in: world)
            let answer = try await world.call(.post, place.path, raw: place.log(0))
            #expect(answer.status == 429)
            #expect(answer.headers[.retryAfter] == "10")
        }
    }
}
