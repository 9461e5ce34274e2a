import RouterOSAPI

/// The rows that both sides of a comparison read and write.
enum HotspotRows {
    static let menu = "/ip/hotspot/user"

    /// What a portal's coupon is on a router, as the gateway writes it; the Python side writes the same.
    static func attributes(_ number: Int) -> [(name: String, value: String)] {
        [
            ("name", "GUEST\(number)"), ("password", "GUEST\(number)"), ("profile", "default"),
            ("server", "hotspot1"), ("limit-uptime", "12h"), ("comment", "gg1 a1b2 c \(number) x=1798761600 t=43200"),
        ]
    }

    static func add(_ number: Int) -> Command {
        attributes(number).reduce(Command("\(menu)/add")) { $0.with($1.name, $1.value) }
    }
}
