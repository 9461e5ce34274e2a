import GatewayDomain

/// Values that tests start from.
enum Sample {
    static let now = Timestamp(seconds: 1_795_000_000)
    static let instance = Instance(
        id: Instance.ID("11111111-2222-4333-8444-555555555555"),
        name: "Lobby",
        createdAt: now
    )

    static func gateway(_ text: String = "a1b2") -> GatewayID {
        guard let gateway = GatewayID(text) else { preconditionFailure("\(text) is no gateway id") }
        return gateway
    }

    static var profile: DesiredProfile {
        DesiredProfile(
            name: DesiredProfile.name(gateway: gateway(), instance: instance.id),
            sessionSeconds: instance.sessionSeconds,
            sharedUsers: 1,
            rateLimit: ""
        )
    }

    static func subnet(_ text: String) -> Subnet {
        guard let subnet = Subnet(text) else { preconditionFailure("\(text) is no subnet") }
        return subnet
    }

    static func service(subnets: [Subnet] = []) -> DesiredService {
        DesiredService(instance: instance.id, name: instance.name, subnets: subnets, profile: profile)
    }

    /// A coupon's user as it should be.
    static func user(_ name: String, subject: String? = nil) -> DesiredUser {
        var user = DesiredUser(
            name: name,
            kind: .coupon,
            subject: subject ?? "id-\(name.lowercased())",
            server: .serving(instance.id),
            profile: profile.name,
            password: Secret(name),
            passwordDigest: "0badcafe"
        )
        user.uptimeSecondsMaximum = instance.sessionSeconds
        user.sessionSeconds = instance.sessionSeconds
        user.redeemBefore = now + .seconds(86_400)
        return user
    }

    /// A row that is as `user` should be.
    static func row(_ user: DesiredUser, id: String, server: String? = "hotspot1") -> ObservedUser {
        var row = ObservedUser(
            id: id,
            name: user.name,
            profile: user.profile,
            comment: OwnershipMark(gateway: gateway(), user: user).comment
        )
        row.server = server
        row.uptimeSecondsMaximum = user.uptimeSecondsMaximum ?? 0
        row.dataBytesMaximum = user.dataBytesMaximum ?? 0
        row.macAddress = user.macAddress
        return row
    }

    /// A router with one usable hotspot server.
    static var facts: DeviceFacts {
        var facts = DeviceFacts(version: RouterOSRelease(7, 22, 3))
        facts.servers = [server("hotspot1", on: "bridge")]
        return facts
    }

    static func server(_ name: String, on interface: String) -> DeviceFacts.HotspotServer {
        DeviceFacts.HotspotServer(
            name: name,
            interface: interface,
            isUsable: true,
            loginBy: ["cookie", "mac-cookie", "http-chap"],
            usesRADIUS: false
        )
    }

    static func desired(_ users: [DesiredUser] = [], scope: Scope = .everything) -> DesiredState {
        var desired = DesiredState(gateway: gateway(), scope: scope)
        desired.services = [service()]
        desired.users = users
        return desired
    }

    /// A device that has the instance's profile and these users.
    static func observed(_ users: [ObservedUser] = [], scope: Scope = .everything) -> ObservedState {
        var observed = ObservedState(scope: scope, facts: facts)
        observed.profiles = [ObservedProfile(id: "*1", name: profile.name, properties: profile.properties)]
        observed.users = users
        observed.managedUserCount = users.count { OwnershipMark(comment: $0.comment)?.gateway == gateway() }
        return observed
    }

    static func entry(_ number: Int) -> WalledGardenEntry.ID {
        WalledGardenEntry.ID(
            "aaaaaaaa-0000-4000-8000-\(String(repeating: "0", count: 12 - "\(number)".count))\(number)"
        )
    }

    static func garden(_ number: Int, list: GardenList = .address) -> DesiredGardenRow {
        DesiredGardenRow(
            entry: entry(number),
            name: "entry \(number)",
            list: list,
            properties: ["action": list.defaultAction, "dst-host": "host\(number).example.com"]
        )
    }

    static func gardenRow(_ row: DesiredGardenRow, id: String) -> ObservedGardenRow {
        ObservedGardenRow(
            id: id,
            properties: row.properties,
            comment: OwnershipMark(gateway: gateway(), entry: row.entry).comment
        )
    }
}
