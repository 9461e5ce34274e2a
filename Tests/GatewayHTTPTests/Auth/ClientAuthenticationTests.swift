import Foundation
import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct ClientAuthenticationTests {
    @Test func `whoever is no client gets a 401 with the challenge of HTTP Basic`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.drawing)
            let id = place.client.id.rawValue
            let secret = place.secret.revealed
            let cases: [(authorization: String, code: String)] = [
                ("", "credentials_missing"), (place.world.bearer(), "credentials_missing"),
                ("Basic", "credentials_invalid"), ("Basic !!!", "credentials_invalid"),
                ("Basic " + Data(id.utf8).base64EncodedString(), "credentials_invalid"),
                ("Basic " + Data([0xFF, 0x3A, 0xFE]).base64EncodedString(), "credentials_invalid"),
                (TemplateWorld.basic(id, ""), "credentials_invalid"),
                (TemplateWorld.basic(id, secret + "0"), "credentials_invalid"),
                (TemplateWorld.basic(id, String(secret.dropLast())), "credentials_invalid"),
                (TemplateWorld.basic("Shop", secret), "credentials_invalid"),
                (TemplateWorld.basic(place.instance.id.rawValue, secret), "credentials_invalid"),
                (TemplateWorld.basic(id, String(repeating: "x", count: 4000)), "credentials_invalid"),
            ]
            for (authorization, code) in cases {
                let answer = try await place.generate(["quantity": 1], authorization: authorization)
                #expect((answer.status, answer.code) == (401, code), "\(authorization.prefix(80))")
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic ") == true)
                #expect(answer.json?["type"] == "authentication_error")
                #expect(!answer.text.contains(secret))
            }
            #expect(try await place.coupons() == 0)
        }
    }

    @Test func `the scheme may be in any case, and a revoked client is none`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.drawing)
            let basic = place.basic
            #expect(try await place.generate(["quantity": 1]).status == 201)
            let lower = "basic  " + basic.dropFirst("Basic ".count)
            #expect(try await place.generate(["quantity": 1], authorization: lower).status == 201)
            let used = try await place.world.store.clients(of: place.instance.id).first
            #expect(used?.lastUsedAt == place.world.clock.now)
            try await place.world.store.revokeClient(place.client.id.rawValue, now: place.world.clock.now)
            let refused = try await place.generate(["quantity": 1])
            #expect((refused.status, refused.code) == (401, "credentials_invalid"))
        }
    }

    @Test func `a password may hold colons and any text in UTF-8`() throws {
        let credentials = try BasicCredentials(TemplateWorld.basic("id", "a:b:ü"))
        #expect(credentials.user == "id")
        #expect(credentials.password.revealed == "a:b:ü")
        #expect("\(credentials)".contains("<redacted>"))
    }
}
