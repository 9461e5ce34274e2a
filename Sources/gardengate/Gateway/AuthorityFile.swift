import Foundation
import SwiftASN1
import X509

/// The file of the authority that vouches for the gateway.
enum AuthorityFile {
    /// From so many seconds before its end on, somebody is warned.
    private static let warningSeconds: TimeInterval = 90 * 86_400

    /// Reads it.
    ///
    /// - Parameters:
    ///   - path: a file with one certificate as PEM.
    ///   - now: the time, at which it must be valid.
    /// - Returns: the certificate as PEM and nothing else.
    /// - Throws: one line that names the file and the remedy.
    static func read(_ path: String, now: Date) throws -> String {
        let name = path.printable
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("the authority's file \(name) cannot be read: check the path and its permissions")
        }
        // Whatever a terminal may have put around it: only the blocks count.
        let text = String(decoding: data, as: UTF8.self)
        guard !text.contains("PRIVATE KEY-----") else {
            throw CommandFailure("\(name) holds a key, which no router may see: give the certificate alone (ca.crt)")
        }
        let count = text.components(separatedBy: "-----BEGIN CERTIFICATE-----").count - 1
        guard count == 1 else {
            throw CommandFailure(
                count == 0
                    ? "\(name) holds no certificate as PEM: give the authority's own (ca.crt)"
                    : "\(name) holds \(count) certificates: give a file with the authority's alone"
            )
        }
        let certificate: Certificate
        do {
            certificate = try Certificate(pemEncoded: text)
        } catch {
            throw CommandFailure("\(name) holds a certificate that cannot be read: make a copy anew")
        }
        try check(certificate, name, now)
        return try certificate.serializeAsPEM().pemString + "\n"
    }

    private static func check(_ certificate: Certificate, _ name: String, _ now: Date) throws {
        let constraints = try? certificate.extensions.basicConstraints  // One that cannot be read is no authority.
        guard case .isCertificateAuthority = constraints else {
            throw CommandFailure(
                "\(name) is a server's certificate, not an authority's: give the authority that signed it (ca.crt)"
            )
        }
        guard certificate.notValidAfter > now else {
            throw CommandFailure(
                "the authority \(name) has expired on \(day(certificate.notValidAfter)): make a new one with gardengate certificate create"
            )
        }
        guard certificate.notValidBefore <= now else {
            throw CommandFailure(
                "the authority \(name) is valid from \(day(certificate.notValidBefore)) on: check this machine's clock"
            )
        }
        if certificate.notValidAfter < now + warningSeconds {
            Streams.error("warning: the authority \(name) is valid until \(day(certificate.notValidAfter)) only")
        }
    }

    private static func day(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day())
    }
}
