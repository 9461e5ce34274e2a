import ArgumentParser

/// Where to listen: `127.0.0.1:8729` or `[::1]:8729`; port 0 is a free one.
struct ListenAddress: ExpressibleByArgument, Hashable {
    let host: String
    let port: Int

    /// Reads a host with a port: without one it would be any port, and nobody who asks knows which.
    init?(argument: String) {
        guard let address = HostPort(argument: argument), let port = address.port else { return nil }
        host = address.host
        self.port = port
    }

    /// Names an address.
    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// How the help shows it.
    var defaultValueDescription: String { HostPort.text(host, port) }
}
