import Synchronization

/// How those who call reach the gateway: scheme, host and maybe a path, without a slash at the end.
///
/// Known from the start when somebody says so, else once the server has its port.
final class PublicURL: Sendable {
    private let url: Mutex<String>

    init(_ url: String?) {
        self.url = Mutex(url ?? "")
    }

    var value: String { url.withLock { $0 } }

    /// Takes over where the server listens, unless somebody said better.
    func listening(isSecure: Bool, host: String, port: Int) {
        url.withLock { url in
            guard url.isEmpty else { return }
            let shown = host.contains(":") ? "[\(host)]" : host
            url = "\(isSecure ? "https" : "http")://\(shown):\(port)"
        }
    }
}
