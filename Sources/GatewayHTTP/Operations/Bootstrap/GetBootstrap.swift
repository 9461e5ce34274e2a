import Crypto
import GatewayDomain
import HTTPTypes

/// Gives the script that sets a router up; it is the same for every router, and holds no secret.
enum GetBootstrap {
    private static let script = Array(RouterBootstrap.fetched.utf8)
    /// Changes with the script.
    private static let tag =
        "\"" + SHA256.hash(data: script).prefix(16).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined() + "\""

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        // Whoever keeps it asks each time: a gateway of another version has another one.
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        let known = request.headers[.ifNoneMatch] ?? ""
        let isKnown = known.split(separator: ",").contains { one in
            let one = one.trimming { $0 == " " || $0 == "\t" }
            return one == "*" || one == tag || one == "W/" + tag
        }
        guard !isKnown else { return APIResponse(status: .notModified, headers: headers) }
        return APIResponse(.ok, contentType: "text/plain; charset=utf-8", body: script, headers: headers)
    }
}

extension Substring {
    /// The text without such characters at its ends.
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
        var rest = self
        while let first = rest.first, isTrimmed(first) { rest.removeFirst() }
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
