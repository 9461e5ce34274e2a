import Foundation

/// How others reach the gateway: `https://wifi.example.com`, or with a path of its own behind a proxy.
struct PublicURLArgument: Hashable, Sendable {
    /// The URL, without a slash at the end.
    let text: String

    /// Reads what was typed.
    ///
    /// - Parameter argument: what was typed.
    /// - Throws: what it must be.
    init(_ argument: String) throws(ConfigurationRefusal) {
        guard argument.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let parts = URLComponents(string: argument),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty, parts.port.map({ (1...65_535).contains($0) }) ?? true
        else {
            throw ConfigurationRefusal("is no whole URL with a host; give one such as https://wifi.example.com")
        }
        guard parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil else {
            throw ConfigurationRefusal(
                "must have no query, fragment or user: links put their own behind it; leave those out"
            )
        }
        var text = argument
        while text.hasSuffix("/") { text.removeLast() }
        self.text = text
    }
}
