import GatewayDomain

/// Scripts that tests start from.
extension Sample {
    static let token = "ggd_0123456789"

    static func digest(_ text: String) -> String {
        let sum = text.utf8.reduce(UInt32(17)) { $0 &* 31 &+ UInt32($1) }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The scripts of a site, with the token ``token`` when they report.
    static func scripts(reporting: Bool = true, url: String = "https://gate.example.com/routeros/events")
        -> DesiredScripts?
    {
        let site = Site(
            id: Site.ID("s1"),
            name: "Harbour",
            services: [Site.Service(instance: instance.id, subnets: [])],
            createdAt: now
        )
        return DesiredStateRules.scripts(
            at: site,
            gateway: gateway(),
            reporting: reporting
                ? RouterScripts.Reporting(url: url, token: Secret(token), check: .yes) : nil,
            version: digest
        )
    }

    /// What a device that should run scripts should hold.
    static func scripted(reporting: Bool = true) -> DesiredState {
        var desired = desired()
        desired.scripts = scripts(reporting: reporting)
        return desired
    }

    /// A device that has no scripts yet, on which all can work.
    static var unscripted: ObservedState {
        var observed = observed()
        observed.scripts = [.script: [], .scheduler: []]
        return observed
    }
}
