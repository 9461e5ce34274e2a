/// What keeps a router's reports from the gateway.
///
/// Without them nothing goes wrong at once: codes work, and the gateway reads logins from the router when it looks. But a code that was
/// used here stays good elsewhere until then, and for as long as the gateway is away nobody may notice.
extension Findings {
    var reportFindings: [Finding] {
        guard let route = desired.scripts?.route, scripts?.isReporting == true else { return [] }
        return [trust(route), silence(route)].compactMap(\.self)
    }

    /// A certificate that the router cannot check: `/tool/fetch` refuses to send.
    private func trust(_ route: ReportRoute) -> Finding? {
        // What arrives was checked, whatever the router knows the gateway by: authorities that came with RouterOS are on no list.
        guard !route.isProven, let certificates = observed.facts.setup?.certificates else { return nil }
        switch route.trust {
        case .none:
            return nil
        case .wellKnown:
            // Somebody may have brought authorities onto it.
            guard observed.facts.version < .oldestWithAuthorities, !certificates.contains(where: \.isTrusted) else {
                return nil
            }
            return .noAuthorities(observed.facts.version, route)
        case .authority(let fingerprint):
            guard let present = certificates.first(where: { $0.fingerprint == fingerprint }) else {
                return .missingAuthority(fingerprint)
            }
            return present.isTrusted ? nil : .untrustedAuthority(present.name, fingerprint)
        }
    }

    private func silence(_ route: ReportRoute) -> Finding? {
        // One that is about to get what reports had no way to.
        guard scripts?.hadReporter == true, !route.unreported.isEmpty else { return nil }
        // Whoever logged in before the scripts were there was never noted.
        let noted = observed.users.filter { user in
            route.unreported[user.name] != nil && user.mark?.tellsLogin == true
        }
        guard let since = noted.compactMap({ route.unreported[$0.name] }).min() else { return nil }
        return .noReports(since: since, route)
    }
}

extension Finding {
    /// The router has logins to report, and nothing arrives.
    static func noReports(since: Timestamp, _ route: ReportRoute) -> Finding {
        let check = route.trust == .none ? "" : " check-certificate=\(route.trust.check.rawValue)"
        return Finding(
            .noReports,
            subject: "",
            message:
                "The router has reported nothing since \(since), though guests logged in: the gateway had to look.",
            remedy:
                "Run /tool/fetch url=\(route.url)\(check) output=none on it to see why: status 405 is fine, and with it "
                + "gardengate device token rotate helps."
        )
    }

    /// The authority by which routers know the gateway was not brought there.
    static func missingAuthority(_ fingerprint: String) -> Finding {
        Finding(
            .authority,
            subject: fingerprint,
            message:
                "The router does not have the gateway's authority (SHA-256 \(fingerprint.prefix(16))…), so it reports nothing.",
            remedy: "Drop the authority's file (ca.crt) into its Files, then run /certificate/import file-name=ca.crt "
                + "passphrase=\"\" on it."
        )
    }

    /// Somebody took its trust away.
    static func untrustedAuthority(_ name: String, _ fingerprint: String) -> Finding {
        Finding(
            .authority,
            subject: fingerprint,
            message:
                "The router does not trust the gateway's authority, which it has as \(name), so it reports nothing.",
            remedy: "Run /certificate/set [find where fingerprint=\(fingerprint)] trusted=yes on it."
        )
    }

    /// The router knows no authority at all.
    static func noAuthorities(_ version: RouterOSRelease, _ route: ReportRoute) -> Finding {
        Finding(
            .authority,
            subject: version.description,
            message:
                "RouterOS \(version) brings no authorities along, so it cannot check the gateway's certificate, and reports nothing.",
            remedy:
                "Name the authority that vouches for it with gardengate gateway set URL --tls-ca FILE, then run gardengate device "
                + "bootstrap SITE HOST again."
        )
    }
}
