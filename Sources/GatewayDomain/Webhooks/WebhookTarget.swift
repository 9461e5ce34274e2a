/// The address of a webhook, in one form: `https://host[:port]/path[?query]`.
///
/// What every reader of URLs understands alike, and nothing else: what is checked here is then what is connected to.
public struct WebhookTarget: Hashable, Sendable, CustomStringConvertible {
    /// So many bytes an address may have.
    public static let bytesMaximum = 1000

    /// Whether it is reached by TLS.
    public let isSecure: Bool
    /// Name or IP address, lower case, an IPv6 address without brackets.
    public let host: String
    /// The port.
    public let port: Int
    /// Path and query, which begin with a slash.
    public let path: String

    /// Reads an address.
    ///
    /// - Parameter text: an address; user names and passwords in it, and a fragment, are refused.
    /// - Throws: `PortalValueError` with what it should look like.
    public init(_ text: String) throws(PortalValueError) {
        try TextRule.check(text, .url, bytesMaximum: Self.bytesMaximum)
        guard let parts = Self.parts(of: text) else {
            throw .unreadable(
                .url,
                value: text,
                expected: "an address as https://example.com/path, without user name or #"
            )
        }
        (isSecure, path) = (parts.isSecure, parts.path)
        (host, port) = try Self.place(parts.authority, portDefault: parts.isSecure ? 443 : 80)
        // The one form may be longer by a slash, and is what is read again.
        guard description.utf8.count <= Self.bytesMaximum else { throw .tooLong(.url, bytesMaximum: Self.bytesMaximum) }
    }

    /// The address as text.
    public var description: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        let isUsual = port == (isSecure ? 443 : 80)
        return "\(isSecure ? "https" : "http")://\(shown)\(isUsual ? "" : ":\(port)")\(path)"
    }

    private static func parts(of text: String) -> (isSecure: Bool, authority: Substring, path: String)? {
        let refused = Set("\"<>\\^`{|}#".utf8)
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !refused.contains($0) }) else { return nil }
        for (scheme, isSecure) in [("https://", true), ("http://", false)]
        where text.prefix(scheme.count).lowercased() == scheme {
            let rest = text.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            let path = rest.dropFirst(authority.count)
            guard !authority.isEmpty, !authority.contains("@"), isEscaped(path) else { return nil }
            return (isSecure, authority, path.first == "/" ? String(path) : "/" + path)
        }
        return nil
    }

    /// Whether each percent sign begins an escape.
    private static func isEscaped(_ path: Substring) -> Bool {
        path.split(separator: "%", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
            part.count >= 2 && part.prefix(2).allSatisfy { $0.isHexDigit }
        }
    }

    private static func place(
        _ authority: Substring,
        portDefault: Int
    ) throws(PortalValueError) -> (host: String, port: Int) {
        let text = authority.lowercased()
        if text.first == "[" {
            let parts = text.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, HostRule.isIPv6(String(parts[0])), !parts[0].contains("%") else {
                throw .unreadable(.url, value: text, expected: "an IPv6 address in brackets, as [2001:db8::1]")
            }
            return (String(parts[0]), try port(parts[1], portDefault))
        }
        let host = text.prefix { $0 != ":" }
        if !isIPv4(host) {
            guard host.utf8.count <= HostRule.bytesMaximum else {
                throw .tooLong(.host, bytesMaximum: HostRule.bytesMaximum)
            }
            try HostRule.checkName(String(host))
        }
        return (String(host), try port(text.dropFirst(host.count), portDefault))
    }

    /// A port behind its colon.
    private static func port(_ text: Substring, _ usual: Int) throws(PortalValueError) -> Int {
        guard !text.isEmpty else { return usual }
        let digits = text.dropFirst()
        guard text.first == ":", (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { throw .unreadable(.port, value: String(digits), expected: "a number from 1 to 65535") }
        return port
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                // Without zeros in front: some read those as octal.
                UInt8(part).map { String($0) == part } ?? false
            }
    }
}

extension WebhookTarget {
    /// Why the host, when it is an IP address, is not one of the public Internet; nil for one that is, and for every name.
    ///
    /// What a name stands for is looked at when it is connected to.
    public var objection: String? {
        if host == "localhost" || host.hasSuffix(".localhost") { return "this machine" }
        if Self.isIPv4(host[...]) {
            return PublicAddress.objection(to: host.split(separator: ".").compactMap { UInt8($0) })
        }
        if host.contains(":") { return PublicAddress.objection(to: Self.bytes6(host)) }
        return host.contains(".") ? nil : "a name of one network only"
    }

    /// The bytes of an IPv6 address in hexadecimal groups, as `HostRule.isIPv6` takes them.
    private static func bytes6(_ text: String) -> [UInt8] {
        let runs = text.split(separator: "::", omittingEmptySubsequences: false).map { run in
            run.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        }
        let zeros = [UInt16](repeating: 0, count: max(0, 8 - runs.reduce(0) { $0 + $1.count }))
        let groups = runs.count == 2 ? runs[0] + zeros + runs[1] : runs[0]
        return groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
}
