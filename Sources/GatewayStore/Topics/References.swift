import GatewayDomain

extension Store {
    /// Picks the one that a reference means: the one with that id, else the only one with that name.
    static func only<Value>(
        _ found: [Value],
        kind: StoreError.Kind,
        reference: String,
        id: (Value) -> String
    ) throws(StoreError) -> Value {
        if let exact = found.first(where: { id($0) == reference.lowercased() }) { return exact }
        guard let first = found.first else { throw .notFound(kind: kind, reference: reference) }
        guard found.count == 1 else { throw .ambiguous(kind: kind, name: reference, count: found.count) }
        return first
    }

    /// Refuses what nobody could use: an instance whose logins are not served gives out no coupons and no accounts.
    static func checkServed(_ instance: Instance) throws(StoreError) {
        guard instance.isServed else {
            throw .conflict(
                "the guests of \"\(instance.name)\" log in with an account elsewhere (\(instance.strategy.rawValue)); "
                    + "use an instance with the strategy coupon"
            )
        }
    }

    /// Runs a check of the domain.
    static func checked(_ check: () throws(PortalValueError) -> Void) throws(StoreError) {
        try checkedValue(check)
    }

    /// Runs a check of the domain that yields something.
    static func checkedValue<Value>(_ check: () throws(PortalValueError) -> Value) throws(StoreError) -> Value {
        do {
            return try check()
        } catch {
            throw .invalidValue(error)
        }
    }
}
