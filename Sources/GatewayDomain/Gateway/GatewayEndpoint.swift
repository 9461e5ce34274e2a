/// Where routers reach the gateway, and by what they know it.
///
/// It is not what people and programs reach it by: routers may be in other networks, and believe other authorities.
public struct GatewayEndpoint: Hashable, Sendable {
    /// So many bytes an authority's certificate may have: a file that is made on a router in one command holds about 4 kB.
    public static let authorityBytesMaximum = 4000

    /// The address without a path: `https://host[:port]`, an IPv6 address in brackets.
    public let url: String
    /// The certificate of the authority that routers check, as PEM; nil when it is one that the world knows.
    public let authority: String?
    /// The name or address, without brackets.
    public let host: String
    /// The port.
    public let port: Int
    /// Whether it is reached by TLS.
    public let isSecure: Bool

    /// Checks an endpoint.
    ///
    /// - Parameters:
    ///   - url: the address; a path, user name or query is refused, and so is plain HTTP unless it is allowed.
    ///   - authority: one certificate as PEM, or nil.
    ///   - allowsPlainHTTP: whether plain HTTP will do: whoever is in between then reads the routers' tokens.
    /// - Throws: `PortalValueError` with what it should look like.
    public init(url: String, authority: String?, allowsPlainHTTP: Bool = false) throws(PortalValueError) {
        let expected = "the gateway's address without a path, as https://wifi.example.com:8443"
        let target: WebhookTarget
        do throws(PortalValueError) {
            target = try WebhookTarget(url)
        } catch {
            guard case .unreadable(.url, let value, _) = error else { throw error }
            throw .unreadable(.url, value: value, expected: expected)
        }
        guard target.path == "/", !url.contains("?") else {
            throw .unreadable(.url, value: url, expected: expected)
        }
        guard target.isSecure || allowsPlainHTTP else {
            throw .unreadable(.url, value: url, expected: "an address with https: routers send their tokens there")
        }
        self.url = String(target.description.dropLast())
        (host, port, isSecure) = (target.host, target.port, target.isSecure)
        self.authority = try authority.map { text throws(PortalValueError) in try Self.checked(text) }
        guard target.isSecure || authority == nil else {
            throw .combination(.authority, problem: "plain HTTP has no certificate to check", remedy: "leave it out")
        }
    }

    /// One certificate as PEM, and nothing beside it; what it says is for those to check who understand it.
    private static func checked(_ text: String) throws(PortalValueError) -> String {
        try TextRule.checkLines(text, .authority, bytesMaximum: authorityBytesMaximum)
        let lines = text.split(whereSeparator: \.isNewline)
        let isPEM =
            lines.count > 2 && lines.first == "-----BEGIN CERTIFICATE-----" && lines.last == "-----END CERTIFICATE-----"
            && lines.dropFirst().dropLast().allSatisfy { line in
                line.utf8.allSatisfy { isBase64($0) }
            }
        guard isPEM else {
            throw .combination(
                .authority,
                problem: "it is not one certificate as PEM",
                remedy: "give the file of the authority's certificate, which begins with -----BEGIN CERTIFICATE-----"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
