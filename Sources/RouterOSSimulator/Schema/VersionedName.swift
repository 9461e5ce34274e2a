import RouterOSAPI

/// A name of the command tree with the versions of RouterOS that know it.
///
/// Written `group-by>=7.17`, `follow-strict<7.16` or `totp-secret>=7.21<7.21.3`; a name alone is known to all versions.
struct VersionedName: Sendable, ExpressibleByStringLiteral {
    let name: String
    private let since: RouterOSVersion?
    private let until: RouterOSVersion?

    init(stringLiteral value: String) {
        var rest = Substring(value)
        var until: RouterOSVersion?
        var since: RouterOSVersion?
        if let mark = rest.firstIndex(of: "<") {
            until = Self.version(rest[rest.index(after: mark)...], in: value)
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(of: ">") {
            since = Self.version(rest[mark...].dropFirst(2), in: value)
            rest = rest[..<mark]
        }
        self.name = String(rest)
        self.since = since
        self.until = until
    }

    func isKnown(to version: RouterOSVersion) -> Bool {
        if let since, version < since { return false }
        if let until, version >= until { return false }
        return true
    }

    /// A table's own literal is wrong, which is a mistake of this module's authors.
    private static func version(_ text: Substring, in literal: String) -> RouterOSVersion {
        guard let version = RouterOSVersion(text) else {
            preconditionFailure("not a version in the command tree's name: \(literal)")
        }
        return version
    }
}

extension Sequence<VersionedName> {
    func names(knownTo version: RouterOSVersion) -> Set<String> {
        Set(self.filter { $0.isKnown(to: version) }.map(\.name))
    }
}
