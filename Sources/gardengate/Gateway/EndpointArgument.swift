import ArgumentParser
import Foundation
import GatewayDomain

/// Reads an endpoint as it is typed.
struct EndpointArgument {
    /// Where routers reach the gateway.
    let url: String
    /// The file with the authority that they check; nil for one that the world knows.
    let authorityFile: String?
    /// Whether plain HTTP will do.
    let allowsPlainHTTP: Bool

    /// Checks what was typed.
    ///
    /// - Parameter now: the time, at which the authority must be valid.
    /// - Returns: the endpoint.
    /// - Throws: one line that names the remedy.
    func endpoint(now: Date) throws -> GatewayEndpoint {
        let authority = try authorityFile.map { try AuthorityFile.read($0, now: now) }
        do throws(PortalValueError) {
            return try GatewayEndpoint(url: url, authority: authority, allowsPlainHTTP: allowsPlainHTTP)
        } catch {
            if case .unreadable(.url, _, _) = error, !allowsPlainHTTP, url.lowercased().hasPrefix("http://") {
                throw CommandFailure(
                    "\(url.printable) is plain HTTP: routers send their tokens there, give an https address, or say --allow-plain-http"
                )
            }
            throw CommandFailure("\(error)")
        }
    }
}
