import GatewayDomain

/// How many rows a device holds in the menus that we manage: what a cheap look compares.
struct DeviceFigures: Hashable, Sendable {
    /// The menus that are counted, foreign rows included.
    static let menus = [
        UserReading.menu, ProfileReading.menu, "/ip/hotspot/walled-garden", "/ip/hotspot/walled-garden/ip",
    ]

    /// A count for each of ``menus``; -1 where the answer was no number.
    let counts: [Int]

    /// The counts after users and profiles were added (or, with a negative number, removed).
    func adding(users: Int, profiles: Int) -> DeviceFigures {
        var counts = counts
        counts[0] += users
        counts[1] += profiles
        return DeviceFigures(counts: counts)
    }
}

extension DeviceFigures {
    /// The counts of a full reading, in the order of ``menus``.
    init(of observed: ObservedState) {
        counts = [
            observed.users.count, observed.profiles.count, observed.garden[.request]?.count ?? 0,
            observed.garden[.address]?.count ?? 0,
        ]
    }
}
