import GatewayDomain
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct BootstrapOperationTests {
    @Test(.timeLimit(.minutes(15))) func `every router gets the script, and none twice in vain`() async throws {
        try await APIWorld.serving { world in
            let path = "/routeros/bootstrap.rsc"
            let first = try await world.call(.get, path, authorization: "")
            #expect(first.status == 200)
            #expect(first.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(first.text == RouterBootstrap.fetched)
            #expect(first.headers[.cacheControl] == "no-cache")
            let tag = try #require(first.headers[.eTag])
            for known in [tag, "\"other\", \(tag)", "W/\(tag)", "*"] {
                let again = try await world.call(.get, path, authorization: "", headers: [.ifNoneMatch: known])
                #expect(again.status == 304 && again.text.isEmpty && again.headers[.eTag] == tag, "\(known)")
            }
            let other = try await world.call(.get, path, authorization: "", headers: [.ifNoneMatch: "\"other\""])
            #expect(other.status == 200 && other.text == first.text)
        }
    }
}
