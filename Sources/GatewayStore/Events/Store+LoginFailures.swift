public import GatewayDomain

extension Store {
    /// Tells others that many logins failed at a site.
    ///
    /// - Parameters:
    ///   - event: what is told.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when it cannot be written.
    public func noteLoginFailures(_ event: GatewayEvent, now: Timestamp) async throws(StoreError) {
        try await write { [self] connection throws(StoreError) in
            try Outbox.append(connection, [event], now: now, newID: newEventID)
        }
    }
}
