import RouterOSAPI

extension RouterDevice {
    /// What a new connection is shown: the certificate that `/ip/service` names now, or none.
    func tlsContext() throws(TLSError) -> TLSContext? {
        guard let tls else { return nil }
        let identity = self.state.apiIdentity ?? .anonymous
        if identity.fingerprint == tls.fingerprint { return tls.context }
        let context = try TLSContext(server: identity)
        self.tls = (context, identity.fingerprint)
        return context
    }
}
