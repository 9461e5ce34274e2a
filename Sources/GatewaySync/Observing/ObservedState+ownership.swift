import GatewayDomain

extension ObservedState {
    /// How many of the users that were read carry a gateway's mark.
    func managedUsers(of gateway: GatewayID) -> Int {
        users.count { $0.mark?.gateway == gateway }
    }
}
