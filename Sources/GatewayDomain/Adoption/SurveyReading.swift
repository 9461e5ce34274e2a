/// What a router holds, sorted for the questions that adopting asks of it.
struct SurveyReading {
    let survey: AdoptionSurvey
    /// The users that are not the gateway's own.
    let foreign: [ObservedUser]
    private let gateway: GatewayID
    private let profiles: [String: ForeignProfile]
    private let sessions: [String: [ObservedSession]]
    private let counts: [String: Int]
    /// The hotspot server that serves the instance, or nil.
    private let server: String?

    init(_ survey: AdoptionSurvey, instance: Instance, site: Site, gateway: GatewayID) {
        self.survey = survey
        self.gateway = gateway
        foreign = survey.users.filter { $0.mark?.gateway != gateway }
        profiles = Dictionary(survey.profiles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        sessions = Dictionary(grouping: survey.sessions, by: \.user)
        counts = Dictionary(grouping: survey.users, by: \.name).mapValues(\.count)
        let services = site.services.filter { $0.instance == instance.id }
            .map { DesiredStateRules.service(of: instance, at: $0, gateway: gateway) }
        let choice = ServerChoice(services: services, facts: survey.facts)
        server = if case .server(let name) = choice.outcomes[instance.id] { name } else { nil }
    }

    /// Its profile, if somebody else made it.
    func profile(of user: ObservedUser) -> ForeignProfile? { profiles[user.profile] }

    /// Its sessions.
    func sessions(of user: ObservedUser) -> [ObservedSession] {
        (sessions[user.name] ?? []).filter { $0.isServed(by: user.server) }
    }

    /// Whether anything says that it is for one guest, once.
    func isVoucher(_ user: ObservedUser) -> Bool {
        user.uptimeSecondsMaximum > 0 || user.dataBytesMaximum > 0 || survey.end(in: user.comment) != nil
            || profile(of: user)?.validitySeconds != nil || user.comment.hasPrefix("vc-")
            || user.comment.hasPrefix("up-")
    }

    /// Why it cannot become anything of ours, whatever that be.
    func obstacle(to user: ObservedUser) -> AdoptionObstacle? {
        if user.isBuiltIn { return .builtIn }
        if let mark = user.mark { return .otherGateway(mark.gateway) }
        if counts[user.name] ?? 0 > 1 { return .severalRows }
        guard let server else { return .noServer }
        if let own = user.server, own != server { return .otherServer(own) }
        if user.isDisabled { return .disabled }
        if user.dataBytesMaximum > 0, user.bytesIn + user.bytesOut >= user.dataBytesMaximum { return .dataUsedUp }
        return nil
    }
}
