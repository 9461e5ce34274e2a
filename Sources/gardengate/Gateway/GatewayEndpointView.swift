import Foundation
import GatewayDomain
import GatewayHTTP
import SwiftASN1
import X509

/// Where routers reach the gateway, as people and programs read it.
struct GatewayEndpointView {
    let endpoint: GatewayEndpoint?

    var text: String {
        guard let endpoint else {
            return "nobody said where routers reach the gateway: gardengate gateway set URL"
        }
        guard let identity else { return endpoint.url }
        return "\(endpoint.url)\nauthority \(identity.name.printable), SHA-256 \(identity.fingerprint)"
    }

    var json: JSON {
        [
            "url": .string(endpoint?.url),
            "authority": endpoint?.authority.map { text in
                ["certificate": .string(text), "fingerprint": .string(identity?.fingerprint)]
            } ?? .null,
        ]
    }

    /// What names the authority; nil without one.
    private var identity: (name: String, fingerprint: String)? {
        guard let text = endpoint?.authority else { return nil }
        do {
            let certificate = try Certificate(pemEncoded: text)
            return (certificate.subject.description, try certificate.fingerprint)
        } catch {
            // It was read when it was set; one that cannot be read any more is shown without its fingerprint.
            return nil
        }
    }
}
