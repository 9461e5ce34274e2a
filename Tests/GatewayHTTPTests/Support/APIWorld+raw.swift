import GatewayDomain
import GatewayStore

@testable import GatewayHTTP

extension APIWorld {
    /// Makes an instance, and gives its coupons' path.
    func instance() async throws -> (instance: Instance, coupons: String) {
        let instance = Instance(id: store.newID(), name: "Lobby", createdAt: clock.now)
        try await store.createInstance(instance)
        return (instance, "/captive/instances/\(instance.id)/coupons")
    }

    /// How many coupons there are of an instance.
    func couponCount(of instance: Instance) async throws -> Int {
        try await store.coupons(of: instance.id, now: clock.now).count
    }

    /// The lines of a request up to its body.
    ///
    /// - Parameters:
    ///   - line: method and path.
    ///   - fields: other fields of the header.
    ///   - version: the version of HTTP.
    /// - Returns: the text with its empty line.
    func head(_ line: String, _ fields: String..., version: String = "1.1") -> String {
        (["\(line) HTTP/\(version)", "Host: 127.0.0.1:\(port)", "Authorization: \(bearer())"] + fields + ["", ""])
            .joined(separator: "\r\n")
    }

    /// Connects without any idea of HTTP.
    func connected(_ body: (RawConnection) async throws -> Void) async throws {
        try await RawConnection.opened(to: port, body)
    }
}
