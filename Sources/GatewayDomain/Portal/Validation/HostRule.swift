/// What a host name, a pattern of one, or a regular expression may look like.
enum HostRule {
    /// The longest host name (RFC 1035, 2.3.4), also the bound for patterns.
    static let bytesMaximum = 253
    /// The longest label of a host name (RFC 1035, 2.3.4).
    static let labelBytesMaximum = 63

    /// Whether a router has to match it against requests: it has `*`, `?`, or begins with `:` (manual, walled garden).
    static func isPattern(_ host: String) -> Bool {
        host.utf8.first == UInt8(ascii: ":")
            || host.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    /// Whether a text is an IPv6 address in hexadecimal groups, with a zone or without (RFC 4291, 2.2; RFC 4007, 11).
    static func isIPv6(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].utf8.allSatisfy(isLetterOrDigit) else { return false }
        }
        let runs = parts[0].split(separator: "::", omittingEmptySubsequences: false)
        guard runs.count <= 2 else { return false }
        let groups = runs.flatMap { run in
            run.isEmpty ? [] : run.split(separator: ":", omittingEmptySubsequences: false)
        }
        guard runs.count == 2 ? groups.count <= 7 : groups.count == 8 else { return false }
        return groups.allSatisfy { (1...4).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }

    /// Checks a host of a walled-garden entry.
    static func check(_ host: String) throws(PortalValueError) {
        try TextRule.check(host, .host, bytesMaximum: bytesMaximum)
        if host.utf8.first == UInt8(ascii: ":") {
            guard host.utf8.count > 1, !host.hasPrefix("::"), host.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                throw .unreadable(
                    .host,
                    value: host,
                    expected: "a regular expression in ASCII after the colon (IPv6 has no hotspot)"
                )
            }
            return
        }
        try checkName(host, allowing: isPattern(host) ? [UInt8(ascii: "*"), UInt8(ascii: "?")] : [])
    }

    /// Checks a host name: labels of letters, digits, hyphens and underscores between dots.
    static func checkName(_ host: String, allowing extra: Set<UInt8> = []) throws(PortalValueError) {
        let expected = "a host name like www.example.com, without scheme, port or path"
        // No top-level domain is a number: this is an address with a slip of the pen (RFC 3696, section 2).
        let last = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).last
        if let last, last.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            throw .unreadable(.host, value: host, expected: "four numbers from 0 to 255, or a host name")
        }
        for label in host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            let isGood =
                (1...labelBytesMaximum).contains(label.count)
                && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy {
                    isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || extra.contains($0)
                }
            guard isGood else { throw .unreadable(.host, value: host, expected: expected) }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
