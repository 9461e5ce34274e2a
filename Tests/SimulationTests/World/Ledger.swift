import GatewayDomain

/// What truly happened, whatever anybody reports about it.
struct Ledger {
    /// A coupon as it was sold.
    struct Sold {
        let coupon: Coupon
        let instance: Instance
        /// When an operator asked to revoke it.
        var revokedAt: Duration?
        /// When an operator freed it from its guest's device.
        var releasedAt: [Duration] = []
        /// When an operator put its guests out, and at which site.
        var disconnectedAt: [(site: Int, at: Duration)] = []
    }

    /// A login that a router accepted.
    struct Login {
        let number: Int
        let router: Int
        let site: Int
        let code: String
        let mac: String
        let address: String
        let at: Duration
        /// How far the router's clock was ahead of the truth.
        let clockError: Duration
        /// When the router ended the session, or lost it.
        var endedAt: Duration?
        /// The gateway answered that it has a report of this login.
        var isAcknowledged = false
        /// The gateway removed what told of this login, so it must have taken note of it before.
        var wasCleared = false
    }

    private(set) var sold: [String: Sold] = [:]
    private(set) var logins: [Login] = []
    /// The codes that somebody holds in hand.
    private var taken: Set<String> = []
    /// The sessions that are open, by router and address.
    private var open: [Place: Int] = [:]

    private struct Place: Hashable {
        let router: Int
        let address: String
    }

    mutating func sell(_ coupon: Coupon, of instance: Instance) {
        sold[coupon.code] = Sold(coupon: coupon, instance: instance)
    }

    func isTaken(_ code: String) -> Bool { taken.contains(code) }

    mutating func take(_ code: String) { taken.insert(code) }

    mutating func revoke(_ code: String, at time: Duration) { sold[code]?.revokedAt = time }

    mutating func release(_ code: String, at time: Duration) { sold[code]?.releasedAt.append(time) }

    mutating func disconnect(_ code: String, site: Int, at time: Duration) {
        sold[code]?.disconnectedAt.append((site, time))
    }

    mutating func logIn(
        _ code: String,
        mac: String,
        address: String,
        router: WorldRouter,
        at time: Duration,
        clockError: Duration
    ) -> Int {
        let login = Login(
            number: logins.count,
            router: router.number,
            site: router.site,
            code: code,
            mac: mac,
            address: address,
            at: time,
            clockError: clockError
        )
        logins.append(login)
        open[Place(router: router.number, address: address)] = login.number
        return login.number
    }

    /// The session of an address is over.
    mutating func end(router: Int, address: String, at time: Duration) -> Login? {
        guard let number = open.removeValue(forKey: Place(router: router, address: address)) else { return nil }
        logins[number].endedAt = time
        return logins[number]
    }

    /// Every session of a router is over.
    mutating func endAll(router: Int, at time: Duration) {
        for place in open.keys where place.router == router {
            if let number = open.removeValue(forKey: place) { logins[number].endedAt = time }
        }
    }

    func session(router: Int, address: String) -> Login? {
        open[Place(router: router, address: address)].map { logins[$0] }
    }

    mutating func acknowledge(_ number: Int) { logins[number].isAcknowledged = true }

    mutating func clear(_ number: Int) { logins[number].wasCleared = true }

    /// The logins with a code, the earliest first.
    func logins(of code: String) -> [Login] { logins.filter { $0.code == code } }
}
