import ArgumentParser
import GatewayDomain
import GatewayHTTP

/// Where and how `serve` answers HTTP.
struct ListenOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Answer there: the portal's API, /healthz and /readyz.", valueName: "host:port")
    )
    var listen: HostPort?

    @Option(
        help: ArgumentHelp(
            "Serve HTTPS with this certificate: a PEM file, followed by the certificates up to its authority.",
            valueName: "file"
        )
    )
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key: a PEM file, not encrypted.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "How others reach the gateway, as https://wifi.example.com; links begin with it.",
            valueName: "url"
        ),
        transform: PublicURLArgument.init
    )
    var publicUrl: PublicURLArgument?

    @Flag(help: "Serve plain HTTP on an address that other machines reach.")
    var allowPlainHttp = false

    /// What the server is to do; nil when it is not asked for.
    var configuration: HTTPServerConfiguration? {
        guard let listen else { return nil }
        var configuration = HTTPServerConfiguration(host: listen.host, port: listen.port ?? 0)
        if let tlsCertificate, let tlsKey {
            configuration.identity = .init(certificateFile: tlsCertificate, keyFile: tlsKey)
        }
        configuration.publicURL = publicUrl?.text
        return configuration
    }

    mutating func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together: give both")
        }
        guard let listen, let configuration else {
            guard tlsKey == nil, publicUrl == nil, !allowPlainHttp else {
                throw ValidationError("nothing listens: give --listen HOST:PORT")
            }
            return
        }
        guard !configuration.isExposed || allowPlainHttp else {
            throw ValidationError(
                """
                plain HTTP on \(listen.host) would let everybody in between read tokens and codes: give --tls-certificate \
                and --tls-key, or listen on 127.0.0.1 behind a proxy that serves HTTPS, or say --allow-plain-http
                """
            )
        }
    }

    /// Checks what can be checked before anything begins, and says what is not as it should be.
    ///
    /// - Throws: `HTTPServerError` when the server could not begin.
    func check() throws {
        guard let listen, let configuration else { return }
        let now = Timestamp.current.milliseconds / 1000
        for warning in try configuration.identity?.check(now: now) ?? [] { Streams.error("warning: \(warning)") }
        if configuration.isExposed {
            Streams.error(
                """
                warning: plain HTTP on \(listen.host): everybody in between reads tokens and codes; give --tls-certificate \
                and --tls-key
                """
            )
        }
        if configuration.hasNoAddress {
            Streams.error(
                "warning: links begin with \(listen.host), where nobody is; see --public-url"
            )
        }
    }
}
