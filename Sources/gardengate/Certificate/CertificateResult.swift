import Foundation
import GatewayDomain
import GatewayHTTP
import X509

/// What `certificate create` made.
struct CertificateResult {
    let folder: CertificateFolder
    let isNewAuthority: Bool
    let authority: CertificateAuthority.Identity
    let server: CertificateAuthority.Identity
    let hosts: [CertificateHost]

    var text: String {
        get throws {
            """
            authority    \(folder.authority)\(isNewAuthority ? "" : " (as before)")
                         valid until \(Self.day(authority.certificate.notValidAfter))
                         SHA-256 \(try authority.fingerprint)
            certificate  \(folder.server)
                         for \(hosts.map(\.text).joined(separator: ", "))
                         valid until \(Self.day(server.certificate.notValidAfter))
                         SHA-256 \(try server.fingerprint)
            key          \(folder.serverKey)
            """
        }
    }

    var json: JSON {
        get throws {
            [
                "authority": [
                    "certificate": .string(folder.authority), "key": .string(folder.authorityKey),
                    "fingerprint": .string(try authority.fingerprint), "is_new": .boolean(isNewAuthority),
                    "expires_at": .time(Timestamp(authority.certificate.notValidAfter)),
                ],
                "server": [
                    "certificate": .string(folder.server), "key": .string(folder.serverKey),
                    "fingerprint": .string(try server.fingerprint), "hosts": .list(hosts) { .string($0.text) },
                    "expires_at": .time(Timestamp(server.certificate.notValidAfter)),
                ],
            ]
        }
    }

    /// What to do next: the exact commands, with one of the names that the certificate is for.
    var hint: String {
        let host = hosts.first.map { $0.text.contains(":") ? "[\($0.text)]" : $0.text } ?? "HOST"
        return """
            next: gardengate gateway set https://\(host):8443 --tls-ca \(folder.authority.shellQuoted)
            then: gardengate serve --listen 0.0.0.0:8443 --tls-certificate \(folder.server.shellQuoted) \
            --tls-key \(folder.serverKey.shellQuoted)
            keep \(folder.authorityKey.printable) secret
            """
    }

    private static func day(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day())
    }
}

extension Timestamp {
    fileprivate init(_ date: Date) { self.init(seconds: Int64(date.timeIntervalSince1970)) }
}
