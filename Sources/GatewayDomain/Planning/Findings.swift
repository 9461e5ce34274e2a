/// What the operator should know about a router, each with what to do about it.
struct Findings {
    /// A router's clock that is further off than this counts as wrong.
    static let clockSecondsMaximum: Int64 = 300

    let desired: DesiredState
    let observed: ObservedState
    let servers: ServerChoice
    let pages: LoginPageComparison?
    let scripts: ScriptComparison?

    /// All findings, by code and subject.
    ///
    /// - Parameters:
    ///   - users: what came of comparing users.
    ///   - postponements: which rows wait.
    ///   - isFull: whether everything was compared; how the router is set up is told only then.
    /// - Returns: each finding once.
    func all(_ users: UserComparison, postponements: [Postponement], isFull: Bool) -> [Finding] {
        var findings = desired.services.compactMap(choice)
        findings += users.missingProfiles.map { name in
            Finding(
                .missingProfile,
                subject: name,
                message: "Accounts ask for the user profile \(name), which the router does not have.",
                remedy: "Add it under /ip/hotspot/user/profile, or give these accounts another profile."
            )
        }
        if let doubt = desired.clockDoubt { findings.append(gatewayClock(doubt)) }
        if !users.unknownGuests.isEmpty { findings.append(unknownGuests(users.unknownGuests)) }
        findings += postponements.map(Finding.notYetPushed)
        findings += pages?.findings ?? []
        findings += scripts?.findings ?? []
        if isFull {
            findings += serverFindings + routerFindings + setupFindings + reportFindings
            findings += desired.garden.filter { $0.list == .request && $0.properties["action"] != "deny" }.map(noHTTPS)
        }
        return Set(findings).sorted { ($0.code.rawValue, $0.subject) < ($1.code.rawValue, $1.subject) }
    }

    private func choice(_ service: DesiredService) -> Finding? {
        let usable = observed.facts.servers.filter(\.isUsable).map(\.name).sorted()
        let subnets = service.subnets.map(\.description).sorted().joined(separator: ", ")
        switch servers.outcomes[service.instance] {
        case .server, nil:
            return nil
        case .several(let names):
            return Finding(
                .ambiguousServer,
                subject: service.name,
                message: "Several hotspot servers could serve \(service.name): \(names.joined(separator: ", ")).",
                remedy: subnets.isEmpty
                    ? "Name the guests' subnet of \(service.name) at this site."
                    : "Name a subnet that only one of them serves, instead of \(subnets)."
            )
        case .noServer:
            let there = usable.isEmpty ? "it has no usable one" : "it has \(usable.joined(separator: ", "))"
            return Finding(
                .noServer,
                subject: service.name,
                message:
                    "No hotspot server of the router serves \(subnets.isEmpty ? service.name : subnets): \(there).",
                remedy: usable.isEmpty
                    ? "Run /ip hotspot setup on the router, or switch its hotspot server on."
                    : "Correct the subnets of \(service.name) at this site, or the address of the server's interface."
            )
        }
    }

    private var serverFindings: [Finding] {
        let chosen = servers.chosen
        return observed.facts.servers.filter { chosen.contains($0.name) }.flatMap { server -> [Finding] in
            var found: [Finding] = []
            if !server.loginBy.contains("mac-cookie") {
                found.append(
                    Finding(
                        .noMACCookie,
                        subject: server.name,
                        message: "Guests of \(server.name) have to type their code again whenever their device slept.",
                        remedy: "Add mac-cookie to login-by of its server profile under /ip/hotspot/profile."
                    )
                )
            }
            if server.usesRADIUS {
                found.append(
                    Finding(
                        .usesRADIUS,
                        subject: server.name,
                        message:
                            "\(server.name) asks a RADIUS server, which may answer before the router's own users count.",
                        remedy: "Set use-radius=no in its server profile under /ip/hotspot/profile."
                    )
                )
            }
            return found
        }
    }

    private var routerFindings: [Finding] {
        let facts = observed.facts
        var found: [Finding] = []
        if facts.plainAPIEnabled == true {
            found.append(
                Finding(
                    .plainAPI,
                    subject: "api",
                    message: "The unencrypted API service is on.",
                    remedy: "Run /ip/service/disable \(service("api")); the gateway needs api-ssl only."
                )
            )
        }
        if facts.deviceModeAllowsHotspot == false {
            found.append(
                Finding(
                    .deviceMode,
                    subject: "hotspot",
                    message: "device-mode forbids hotspot on this router: users can be added but nobody can log in.",
                    remedy:
                        "Run /system/device-mode/update hotspot=yes and confirm it at the router within five minutes."
                )
            )
        }
        if facts.version < .oldestWritten {
            found.append(
                Finding(
                    .oldVersion,
                    subject: facts.version.description,
                    message:
                        "RouterOS \(facts.version) is older than \(RouterOSRelease.oldestWritten), the oldest supported one.",
                    remedy: "Upgrade it, or set the device to allow unsupported versions."
                )
            )
        }
        // Where nobody can say which of the two clocks is wrong, that is what is told.
        if desired.clockDoubt == nil, let ahead = facts.clockAheadSeconds, ahead.magnitude > Self.clockSecondsMaximum {
            let off = RouterOSText.duration(Int64(clamping: ahead.magnitude))
            found.append(
                Finding(
                    .clock,
                    subject: "clock",
                    message:
                        "The router's clock is \(off) \(ahead > 0 ? "ahead" : "behind"), so its login times cannot be trusted.",
                    remedy: "Set up /system/ntp/client on it."
                )
            )
        }
        return found
    }

    private func gatewayClock(_ doubt: ClockDoubt) -> Finding {
        Finding(
            .gatewayClock,
            subject: "clock",
            message: "The clock of the gateway's machine \(doubt): nothing ends before it is over by either time.",
            remedy: doubt.remedy
        )
    }

    private func unknownGuests(_ names: Set<String>) -> Finding {
        let shown = names.sorted().prefix(5).joined(separator: ", ")
        let rest = names.count > 5 ? " and \(names.count - 5) more" : ""
        return Finding(
            .unknownGuest,
            subject: "",
            message:
                "Guests are online with users of ours that nothing is known of, and are left alone: \(shown)\(rest).",
            remedy:
                "The users go once the sessions have ended; end these under /ip/hotspot/active if they should go now."
        )
    }

    private func noHTTPS(_ row: DesiredGardenRow) -> Finding {
        Finding(
            .noHTTPS,
            subject: row.name,
            message:
                "The walled-garden entry \(row.name) lets HTTP through only: RouterOS 7.5 and later reject HTTPS by pattern.",
            remedy: "Name each host plainly, without a pattern, path or method."
        )
    }
}
