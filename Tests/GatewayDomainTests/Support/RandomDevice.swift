import TestSeeds
import GatewayDomain

/// A random pair of what a device should hold and what it holds, with everything that can stand in between: rows that are as they
/// should be, drifted, renamed, doubled, foreign, another gateway's, the router's own, gone.
struct RandomDevice {
    var desired: DesiredState
    var observed: ObservedState
    /// Passwords by row id; those of our rows belong to the digest in the mark.
    var passwords: [String: String] = [:]
    var generator: SeededGenerator

    static let second = Instance.ID("22222222-2222-4333-8444-555555555555")

    init(seed: UInt64, withGarden: Bool = true) {
        generator = SeededGenerator(seed: seed)
        desired = DesiredState(gateway: Sample.gateway(), scope: .everything)
        observed = ObservedState(scope: .everything, facts: Sample.facts)
        makeServers()
        makeProfiles()
        for number in 0..<30 { makeUser(named: "N\(number)") }
        if withGarden {
            for list in GardenList.allCases { makeGarden(list) }
        }
        makeGuests()
        observed.users.shuffle(using: &generator)
        desired.users.shuffle(using: &generator)
        observed.managedUserCount = observed.users.count {
            OwnershipMark(comment: $0.comment)?.gateway == desired.gateway
        }
    }

    static func digest(of password: String) -> String {
        let sum = password.utf8.reduce(UInt32(17)) { $0 &* 31 &+ UInt32($1) }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    // MARK: - Servers and profiles

    private mutating func makeServers() {
        observed.facts.servers = [
            Sample.server("hotspot1", on: "guests"), Sample.server("hotspot2", on: "staff"),
            Sample.server("hotspot3", on: "staff2"),
        ]
        for (interface, text) in [("guests", "10.5.0.1/24"), ("staff", "10.6.0.1/24"), ("staff2", "10.7.0.1/24")] {
            let address = Subnet.address(text.prefix { $0 != "/" }) ?? 0
            observed.facts.addresses.append(.init(interface: interface, address: address, subnet: Sample.subnet(text)))
        }
        // One in eight devices has no server for the second instance, one in eight has two.
        let subnets = [
            "10.6.0.0/24", "10.6.0.0/24", "10.6.0.0/16", "10.99.0.0/24", "10.6.0.0/15", "10.6.0.1", "10.6.0.0/24",
            "10.6.0.0/24",
        ]
        var other = Sample.service(subnets: [Sample.subnet(subnets.randomElement(using: &generator) ?? "")])
        other.instance = Self.second
        other.name = "Staff"
        other.profile.name = DesiredProfile.name(gateway: desired.gateway, instance: Self.second)
        desired.services = [Sample.service(subnets: [Sample.subnet("10.5.0.0/24")]), other]
        for index in desired.services.indices {
            var variant = desired.services[index].profile
            variant.name += "-5M-20M"
            variant.rateLimit = "5M/20M"
            desired.services[index].variants = [variant]
        }
    }

    private mutating func makeProfiles() {
        observed.profiles = [ObservedProfile(id: "*0", name: "default", properties: [:])]
        let names =
            desired.services.flatMap(\.profiles).map(\.name)
            + ["gg-a1b2-old", "gg-a1b2-11111111-1M", "gg-a1b2-22222222-1M", "gg-ffff-11111111", "staff"]
        for name in names where generator.chance(70) {
            var properties = Sample.profile.properties
            if generator.chance(30) { properties["keepalive-timeout"] = "2m" }
            if generator.chance(30) { properties["session-timeout"] = "12:00:00" }
            let id = DeviceModel.freeID(observed.profiles.map(\.id))
            observed.profiles.append(ObservedProfile(id: id, name: name, properties: properties))
        }
    }

    // MARK: - Users

    private mutating func makeUser(named name: String) {
        let user = randomUser(named: name)
        if generator.chance(60) {
            desired.users.append(user)
        } else if generator.chance(80) {
            desired.departures[name] = RemovalReason.allCases.filter(\.isExplained).randomElement(using: &generator)
        }
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<30: add(matchingRow(user), password: user.password.revealed)
        case 30..<55: addDrifted(user)
        case 55..<62: addRenamed(user)
        case 62..<69: addTwice(user)
        case 69..<77: addForeign(name, comment: ["", "room 5 x=3", "vc-1"].randomElement(using: &generator) ?? "")
        case 77..<82: addForeign(name, comment: "gg1 ffff coupon other x=1 r=7")
        case 82..<85: addBuiltIn(name)
        default: break
        }
    }

    private mutating func randomUser(named name: String) -> DesiredUser {
        var user = Sample.user(name)
        let password = generator.chance(80) ? name : "secret \(name)"
        user.password = Secret(password)
        user.passwordDigest = Self.digest(of: password)
        if generator.chance(40) {
            user.server = .serving(Self.second)
            user.profile = desired.services[1].profile.name
        }
        if generator.chance(20) { user.profile += "-5M-20M" }
        if generator.chance(10) { user.server = .all }
        if generator.chance(10) { user.profile = "staff" }
        if generator.chance(20) { user.macAddress = "AA:BB:CC:00:00:01" }
        if generator.chance(20) { user.dataBytesMaximum = Int64.random(in: 0...3, using: &generator) }
        if generator.chance(10) {
            user.kind = .account
            user.redeemBefore = nil
            user.uptimeSecondsMaximum = nil
        }
        return user
    }

    /// A row that is as it should be, where its server and profile are known.
    private func matchingRow(_ user: DesiredUser) -> ObservedUser {
        let server: String? =
            switch user.server {
            case .all: nil
            case .serving(let instance): instance == Self.second ? "hotspot2" : "hotspot1"
            }
        var row = Sample.row(user, id: "", server: server)
        row.dataBytesMaximum = user.dataBytesMaximum.map { max(1, $0) } ?? 0
        if !observed.profiles.contains(where: { $0.name == row.profile }) { row.profile = "*F7" }
        return row
    }

    private mutating func add(_ row: ObservedUser, password: String) {
        // A router holds no two users of one name for one server.
        guard !observed.users.contains(where: { $0.name == row.name && $0.server == row.server }) else { return }
        var row = row
        row.id = DeviceModel.freeID(observed.users.map(\.id))
        observed.users.append(row)
        passwords[row.id] = password
    }

    private mutating func addDrifted(_ user: DesiredUser) {
        var old = user
        if generator.chance(30) {
            old.password = Secret("old")
            old.passwordDigest = Self.digest(of: "old")
        }
        if generator.chance(20) { old.subject = "someone else" }
        if generator.chance(20) { old.redeemBefore = Timestamp(seconds: 5) }
        var row = matchingRow(old)
        if generator.chance(20) {
            row.server = ["hotspot1", "hotspot3", "*5", nil].randomElement(using: &generator) ?? nil
        }
        if generator.chance(20) {
            row.profile =
                ["default", "*5", "gg-a1b2-old", "gg-a1b2-22222222-1M"].randomElement(using: &generator) ?? ""
        }
        if generator.chance(20) { row.uptimeSecondsMaximum = 1 }
        if generator.chance(20) { row.macAddress = "11:22:33:44:55:66" }
        if generator.chance(20) { row.isDisabled = true }
        if generator.chance(20) { row.comment += " r=1795000100 m=AA:BB:CC:00:00:02" }
        if generator.chance(20) { row.comment += " the red one" }
        if generator.chance(30) { row.uptimeSeconds = 60 }
        add(row, password: old.password.revealed)
    }

    private mutating func addRenamed(_ user: DesiredUser) {
        var row = matchingRow(user)
        row.name = generator.chance(70) ? "renamed \(user.name)" : "N\(Int.random(in: 0..<30, using: &generator))"
        add(row, password: user.password.revealed)
    }

    private mutating func addTwice(_ user: DesiredUser) {
        var row = matchingRow(user)
        add(row, password: user.password.revealed)
        row.server = "hotspot3"
        row.uptimeSeconds = Int64.random(in: 0...1, using: &generator)
        add(row, password: user.password.revealed)
    }

    private mutating func addForeign(_ name: String, comment: String) {
        var row = ObservedUser(id: "", name: name, profile: "default", comment: comment)
        row.server = ["hotspot1", "hotspot2", "hotspot3", nil].randomElement(using: &generator) ?? nil
        row.isDisabled = generator.chance(20)
        add(row, password: "theirs")
    }

    private mutating func addBuiltIn(_ name: String) {
        var row = ObservedUser(id: "", name: name, profile: "default", comment: "counters and limits for trial users")
        row.isBuiltIn = true
        add(row, password: "")
    }

    // MARK: - Walled garden

    private mutating func makeGarden(_ list: GardenList) {
        let base = list == .address ? 0 : 100
        var wanted: [DesiredGardenRow] = []
        var rows: [ObservedGardenRow] = []
        for number in 0..<Int.random(in: 0...9, using: &generator) {
            var row = Sample.garden(base + number, list: list)
            if generator.chance(30) {
                row.properties["dst-host"] = list == .request ? "*.example.com" : nil
                if list == .address { row.properties["dst-address"] = "10.0.0.\(number)" }
            }
            if generator.chance(75) {
                wanted.append(row)
            } else if generator.chance(50) {
                desired.gardenDepartures.insert(row.entry)
            }
            if generator.chance(70) { rows.append(drifted(row)) }
            if generator.chance(10) { rows.append(drifted(row)) }
            if generator.chance(30) {
                rows.append(ObservedGardenRow(id: "", properties: ["dst-host": "foreign\(number)"], comment: "by hand"))
            }
            if generator.chance(20) {
                var dynamic = ObservedGardenRow(
                    id: "",
                    properties: row.properties,
                    comment: Sample.gardenRow(row, id: "").comment
                )
                dynamic.isDynamic = true
                rows.append(dynamic)
            }
        }
        rows.shuffle(using: &generator)
        for index in rows.indices { rows[index].id = "*\(String(index + 1, radix: 16, uppercase: true))" }
        observed.garden[list] = rows
        // A request entry of the other list's number now and then: an entry that changed its kind.
        if list == .request, generator.chance(30), let row = desired.garden.first {
            desired.garden.removeAll { $0.entry == row.entry }
            wanted.append(
                DesiredGardenRow(entry: row.entry, name: row.name, list: .request, properties: ["dst-host": "*.net"])
            )
        }
        desired.garden += wanted.shuffled(using: &generator)
    }

    private mutating func drifted(_ row: DesiredGardenRow) -> ObservedGardenRow {
        var present = Sample.gardenRow(row, id: "")
        present.isDisabled = generator.chance(15)
        if generator.chance(15) { present.properties["dst-port"] = "99" }
        if generator.chance(15) { present.properties["action"] = row.list == .address ? "reject" : "deny" }
        if generator.chance(15) { present.properties["dst-host"] = "drifted.example.com" }
        if generator.chance(15) { present.properties["action"] = nil }
        return present
    }
}
