import ArgumentParser

/// `gardengate certificate`.
struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "The certificate that the gateway shows to routers.",
        discussion: """
            Routers send what they report over HTTPS, and check who answers. Where the gateway has no certificate of a public \
            authority, it can be its own.

            Example:
              gardengate certificate create --host wifi.example.com
            """,
        subcommands: [CertificateCreate.self]
    )
}
