import GatewayStore

extension Caller {
    /// Who the audit log says it was.
    ///
    /// - Parameter address: where the request comes from.
    /// - Returns: nil for somebody whom nobody knows, and for a router that reports.
    func actor(at address: String) -> Actor? {
        switch self {
        case .token(let id, let name, _): Actor(kind: .token, id: id, name: name, address: address)
        case .client(let id, let name, _): Actor(kind: .client, id: id, name: name, address: address)
        // What routers report is a record of its own, and changes nothing of what people set up.
        case .device, .anonymous: nil
        }
    }
}
