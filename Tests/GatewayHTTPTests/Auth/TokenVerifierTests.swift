import Crypto
import Foundation
import GatewayDomain
import GatewayStore
import JWTKit
import Testing

@testable import GatewayHTTP

/// A token is believed only when this gateway signed exactly it.
@Suite struct TokenVerifierTests {
    private let start = Timestamp(seconds: 1_795_000_000)

    private func verify(_ text: String, _ store: Store, after seconds: Int64 = 1) async throws -> TokenRefusal? {
        switch try await TokenVerifier(store: store).verify(text, now: start + .seconds(seconds)) {
        case .success: nil
        case .failure(let refusal): refusal
        }
    }

    private func issue(_ store: Store, expiresAfter seconds: Int64? = nil) async throws -> (IssuedToken, String) {
        let issued = try await store.createToken(
            name: "till",
            grant: .only([.couponsWrite]),
            expiresAt: seconds.map { start + .seconds($0) },
            now: start
        )
        return (issued, try await TokenSigner.sign(issued, gateway: store.gatewayID).revealed)
    }

    /// The three parts of a token, each as the bytes that it stands for.
    private func parts(_ text: String) -> [Data] {
        text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            let standard = part.replacing("-", with: "+").replacing("_", with: "/")
            return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)) ?? Data()
        }
    }

    private func joined(_ parts: [Data]) -> String {
        parts.map {
            $0.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }.joined(separator: ".")
    }

    private func header(_ fields: String) -> Data { Data("{\(fields)}".utf8) }

    @Test func `a token of ours is believed, and says what it is`() async throws {
        try await TestStore.with { store in
            let (issued, text) = try await issue(store, expiresAfter: 60)
            let token = try await TokenVerifier(store: store).verify(text, now: start).get()
            #expect(token == issued.token)
            let parts = parts(text)
            let claims = try JSONDecoder().decode(TokenClaims.self, from: parts[1])
            #expect(claims == TokenClaims(issued.token, gateway: store.gatewayID))
            #expect(claims.scope == "coupons:write")
            #expect(claims.exp == start.seconds + 60)
            let header = try JSONDecoder().decode([String: String].self, from: parts[0])
            #expect(header == ["alg": "EdDSA", "typ": "JWT", "kid": issued.key.id.rawValue])
        }
    }

    @Test func `no header chooses the algorithm`() async throws {
        try await TestStore.with { store in
            let (issued, text) = try await issue(store)
            let parts = parts(text)
            let kid = "\"kid\":\"\(issued.key.id)\""
            let record = try #require(try await store.tokenRecord(issued.token.id, key: issued.key.id))
            for alg in ["none", "None", "HS256", "ES256", "EdDSA", "Ed25519", ""] {
                let head = header("\"alg\":\"\(alg)\",\(kid)")
                #expect(try await verify(joined([head, parts[1], Data()]), store) == .invalid, "\(alg) unsigned")
                #expect(try await verify(joined([head, parts[1], parts[2]]), store) == .invalid, "\(alg) reused")
                let input = joined([head, parts[1]])
                let code = HMAC<SHA256>.authenticationCode(
                    for: Data(input.utf8),
                    using: SymmetricKey(data: record.publicKey)
                )
                let forged = input + "." + joined([Data(code)])
                #expect(try await verify(forged, store) == .invalid, "\(alg) with the public key as a secret")
            }
        }
    }

    @Test func `one changed bit anywhere makes it invalid`() async throws {
        try await TestStore.with { store in
            let (_, text) = try await issue(store)
            let parts = parts(text)
            for part in 0..<3 {
                for index in parts[part].indices {
                    var changed = parts
                    changed[part][index] ^= 1 << (index % 8)
                    #expect(try await verify(joined(changed), store) == .invalid, "byte \(index) of part \(part)")
                }
            }
            #expect(try await verify(text, store) == nil)
        }
    }

    @Test func `another gateway's token is invalid, also with our ids in it`() async throws {
        try await TestStore.with { store in
            try await TestStore.with { other in
                let (mine, _) = try await issue(store)
                let (theirs, foreign) = try await issue(other)
                #expect(try await verify(foreign, store) == .invalid)
                // Our token and our key by name, signed with a key of theirs.
                let forged = IssuedToken(
                    token: mine.token,
                    key: SigningKey(id: mine.key.id, privateKey: theirs.key.privateKey, createdAt: start)
                )
                let text = try await TokenSigner.sign(forged, gateway: store.gatewayID).revealed
                #expect(try await verify(text, store) == .invalid)
                let elsewhere = try #require(GatewayID(store.gatewayID.rawValue == "0000" ? "0001" : "0000"))
                let misissued = try await TokenSigner.sign(mine, gateway: elsewhere).revealed
                #expect(try await verify(misissued, store) == .invalid)
            }
        }
    }

    @Test func `a critical extension, an unknown key and an unknown token are invalid`() async throws {
        try await TestStore.with { store in
            let (issued, _) = try await issue(store)
            let raw = parts(try await TokenSigner.sign(issued, gateway: store.gatewayID).revealed)
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: Self.bytes(issued.key.privateKey.revealed))
            func signed(_ head: String, _ claims: Data) throws -> String {
                let input = joined([header(head), claims])
                return input + "." + joined([Data(try key.signature(for: Data(input.utf8)))])
            }
            let kid = "\"kid\":\"\(issued.key.id)\""
            #expect(try await verify(try signed("\"alg\":\"EdDSA\",\(kid)", raw[1]), store) == nil)
            let critical = try signed("\"alg\":\"EdDSA\",\"crit\":[\"b64\"],\(kid)", raw[1])
            #expect(try await verify(critical, store) == .invalid)
            let unknown = try signed("\"alg\":\"EdDSA\",\"kid\":\"\(UUID())\"", raw[1])
            #expect(try await verify(unknown, store) == .invalid)
            #expect(try await verify(try signed("\"alg\":\"EdDSA\"", raw[1]), store) == .invalid)
            let stranger = AccessToken(id: store.newID(), name: "x", grant: .everything, createdAt: start)
            let claims = try JSONEncoder().encode(TokenClaims(stranger, gateway: store.gatewayID))
            #expect(try await verify(try signed("\"alg\":\"EdDSA\",\(kid)", claims), store) == .invalid)
        }
    }

    @Test func `the end, a revocation and a retired key are told apart from a forgery`() async throws {
        try await TestStore.with { store in
            let (_, short) = try await issue(store, expiresAfter: 30)
            #expect(try await verify(short, store, after: 29) == nil)
            #expect(try await verify(short, store, after: 30) == .expired)
            let (issued, text) = try await issue(store)
            try await store.revokeToken(issued.token.id, now: start)
            #expect(try await verify(text, store) == .revoked)
            let (_, last) = try await issue(store)
            _ = try await store.rotateSigningKey(retiring: false, now: start)
            #expect(try await verify(last, store) == nil)
            _ = try await store.rotateSigningKey(retiring: true, now: start)
            #expect(try await verify(last, store) == .revoked)
            var broken = parts(last)
            broken[2][0] ^= 1
            #expect(try await verify(joined(broken), store) == .invalid)
        }
    }

    @Test func `nothing that is no token does more than be invalid`() async throws {
        try await TestStore.with { store in
            let (_, text) = try await issue(store)
            var texts = [
                "", ".", "..", "...", "a.b.c", "é.é.é", String(repeating: "a", count: 5000), text + ".", text + "=",
                "." + text, String(text.dropLast()), text.replacing(".", with: ".."), "{}.{}.{}",
                joined([Data("{}".utf8), Data("{}".utf8), Data()]),
                joined([Data("[1]".utf8), Data("null".utf8), Data([0])]),
                joined([Data("{\"alg\":1}".utf8), Data("{\"jti\":[]}".utf8), Data([0])]),
                String(repeating: text, count: 9),
            ]
            texts += (1..<text.count).map { String(text.prefix($0)) }
            for text in texts { #expect(try await verify(text, store) == .invalid, "\(text.prefix(60))") }
        }
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let values = digits.compactMap { $0.hexDigitValue.map(UInt8.init) }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
