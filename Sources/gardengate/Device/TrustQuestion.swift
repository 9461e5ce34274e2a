import GatewayDomain
import NIOPosix
import RouterOSAPI

/// Finds out how a router is to be recognised: as was said, or by asking about the certificate that it shows.
struct TrustQuestion {
    let host: String
    let port: Int

    /// The trust.
    ///
    /// - Parameter given: what was said, or nil.
    /// - Returns: how the router is recognised from now on.
    /// - Throws: one line that names the remedy.
    func answer(_ given: TrustArgument?) async throws -> DeviceTrust {
        if let given { return try given.checked() }
        let fingerprint = try await probe()
        let pin = "pin:\(fingerprint)"
        guard Terminal.isInteractive else {
            throw CommandFailure(
                """
                \(HostPort.text(host, port)) shows the certificate \(fingerprint): compare it with the router's own, \
                then say --trust \(pin)
                """
            )
        }
        Streams.error(
            "\(HostPort.text(host, port)) shows a certificate with this SHA-256 fingerprint:\n  \(fingerprint)"
        )
        guard Terminal.confirm("Is it the router's own?") else {
            throw CommandFailure("the certificate was not accepted: nothing was changed")
        }
        return .pinned(fingerprint.description)
    }

    private func probe() async throws -> CertificateFingerprint {
        do {
            return try await RouterOSConnection.probeFingerprint(
                host: host,
                port: port,
                on: MultiThreadedEventLoopGroup.singleton
            )
        } catch {
            switch error.reason {
            case .tls(.peerHasNoCertificate):
                throw CommandFailure(
                    """
                    \(HostPort.text(host, port)) has no certificate: give its api-ssl service one \
                    (/ip/service/set api-ssl certificate=...), or say --trust anonymous, which is not secure
                    """
                )
            case .connectFailed(_, _, let text):
                throw CommandFailure(
                    """
                    no connection to \(HostPort.text(host, port)) (\(text)): check the address, that the router is up, and \
                    that its api-ssl service is on and allows this machine (/ip/service/print)
                    """
                )
            default:
                throw CommandFailure("\(HostPort.text(host, port)): \(error.description)")
            }
        }
    }
}
