import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// A router out of its box, reached over the network.
@Suite struct FactoryTests {
    @Test func `a certificate that a script makes is the one that clients see`() async throws {
        var configuration = SimulatedRouterConfiguration.factory()
        configuration.clockSpeed = 100
        try await Router.with(configuration) { router in
            let anonymous = try await Router.connect(to: router, transport: .tls(.anonymous), password: "")
            let source = """
                /certificate add name=ca common-name=ca key-usage=key-cert-sign,crl-sign
                /certificate sign ca
                /certificate add name=api common-name=router subject-alt-name=IP:127.0.0.1 key-usage=digital-signature,tls-server
                /certificate sign api ca=ca
                :retry command={ /ip/service/set [find where name="api-ssl" and !dynamic] certificate=api } delay=1 max=30
                /user/group/add name=gw policy=read,write,api
                /user/add name=gw group=gw password=secret
                :put [/certificate/get api fingerprint]
                """
            let answer = try await anonymous.call(Command("/execute").with("script", source).with("as-string", ""))
            let fingerprint = try #require(CertificateFingerprint(answer.ret ?? ""))
            let pinned = try await Router.connect(
                to: router,
                transport: .tls(.pinned(fingerprint)),
                user: "gw",
                password: "secret"
            )
            let active = try await pinned.call(Command("/user/active/print"))
            #expect(active.rows.map { $0.text("name") } == ["admin", "gw"])
            await pinned.close()
            await anonymous.close()
            await #expect(throws: RouterOSError.self) {
                try await Router.connect(to: router, transport: .tls(.anonymous), password: "")
            }
        }
    }
}
