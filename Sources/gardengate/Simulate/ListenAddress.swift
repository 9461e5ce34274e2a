import ArgumentParser

/// Where to listen: `127.0.0.1:8729` or `[::1]:8729`; port 0 is a free one.
struct ListenAddress: Equatable {
    let host: String
    let port: Int

    init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw ValidationError("--listen must be HOST:PORT, such as 127.0.0.1:8729") }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else {
            throw ValidationError("--listen must be HOST:PORT, such as 127.0.0.1:8729")
        }
        self.host = host
        self.port = port
    }
}
