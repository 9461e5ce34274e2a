import ArgumentParser

/// A host with or without a port: `192.0.2.1`, `router.example:8729`, `[2001:db8::1]:8729`.
struct HostPort: ExpressibleByArgument, Hashable {
    /// The host's name or address, without brackets.
    let host: String
    /// The port, or nil.
    let port: Int?

    init?(argument: String) {
        var host = argument[...]
        var port: Substring?
        if argument.hasPrefix("[") {
            guard let end = argument.firstIndex(of: "]") else { return nil }
            host = argument[argument.index(after: argument.startIndex)..<end]
            let rest = argument[argument.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            if !rest.isEmpty { port = rest.dropFirst() }
        } else if argument.count(where: { $0 == ":" }) == 1, let colon = argument.firstIndex(of: ":") {
            // Two colons and more are an IPv6 address without a port.
            host = argument[..<colon]
            port = argument[argument.index(after: colon)...]
        }
        guard !host.isEmpty, host.allSatisfy({ !$0.isWhitespace && $0 != "/" && $0 != "[" && $0 != "]" }) else {
            return nil
        }
        self.host = String(host)
        guard let port else {
            self.port = nil
            return
        }
        guard let number = Int(port), (0...65_535).contains(number) else { return nil }
        self.port = number
    }

    /// Host and port as they would be written.
    static func text(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
