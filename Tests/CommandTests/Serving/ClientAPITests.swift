import Foundation
import RouterOSSimulator
import Testing

/// A ticket shop's program against the command as it runs: from the first token to a guest with a code of the shop's.
@Suite struct ClientAPITests {
    private static let generate = "/subscription/discount-coupon-template/generate-user-coupon"

    /// Posts with `curl`: on Linux, Foundation's own client never answers when it is challenged for Basic credentials.
    private static func post(
        _ place: Workplace,
        _ address: String,
        _ path: String,
        _ authorization: String,
        _ body: String
    ) async throws -> (status: Int?, body: JSONValue) {
        let answer = try await place.tool(
            "/usr/bin/curl",
            "--silent",
            "--max-time",
            "20",
            "--header",
            "@\(try place.secretFile("Authorization: \(authorization)"))",
            "--json",
            body,
            "--write-out",
            "\n%{http_code}",
            "http://\(address)\(path)"
        )
        let lines = answer.output.split(separator: "\n")
        return (lines.last.flatMap { Int($0) }, try JSONValue(parsing: lines.dropLast().joined(separator: "\n")))
    }

    @Test(.timeLimit(.minutes(15)))
    func `codes that a client asks for reach the router and are redeemed, until the client is revoked`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let instance = try #require(try await place.json("instance", "list").elements.first?["id"].string)
            let token = try #require(try await place.json("token", "create", "--name", "setup")["token"].string)
            let client = try await place.json("client", "create", "--instance", "Lobby", "--name", "Ticket shop")
            let id = try #require(client["id"].string)
            let secret = try #require(client["secret"].string)
            let basic = "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()

            let process = try place.start(
                ["serve", "--listen", "127.0.0.1:0", "--json", "--look-interval", "1s"],
                deadline: .seconds(180)
            )
            let line = await process.outputLine(containing: "\"listen\"")
            let address = try #require(line?.split(separator: "\"").last.map(String.init))
            let template = try await Self.post(
                place,
                address,
                "/captive/instances/\(instance)/coupon-templates",
                "Bearer \(token)",
                #"{"name": "Concert", "mode": "AUTO_ACCEPT", "maximum": 3, "minutes_valid": 600}"#
            )
            #expect(template.status == 201, "\(template.body)")
            let order = #"{"couponName": "Concert", "clientId": "\#(id)", "couponCodes": ["ticket0001", "TICKET0002"]}"#
            let made = try await Self.post(place, address, Self.generate, basic, order)
            #expect(made.status == 201, "\(made.body)")
            #expect(made.body["coupons"].elements.map { $0["code"].string } == ["TICKET0001", "TICKET0002"])

            try await router.holds(["TICKET0001", "TICKET0002"])
            try await router.loginGuest(
                user: "TICKET0002",
                password: "TICKET0002",
                mac: "AA:BB:CC:00:00:01",
                address: "10.5.50.20"
            )
            try await place.text("push", "Hotel Linde")
            let redeemed = try await place.json("redemption", "list", "Hotel Linde").elements
            #expect(redeemed.map { $0["code"].string } == ["TICKET0002"])

            let again = try await Self.post(place, address, Self.generate, basic, order)
            #expect((again.status, again.body["code"]) == (400, "quantity_exceeded"))
            try await place.text("client", "revoke", "Ticket shop")
            let revoked = try await Self.post(place, address, Self.generate, basic, order)
            #expect((revoked.status, revoked.body["code"]) == (401, "credentials_invalid"))
            process.signal(SIGTERM)
            let outcome = await process.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            for text in [outcome.output, outcome.errors] { #expect(!text.contains(secret) && !text.contains(token)) }
        }
    }
}
