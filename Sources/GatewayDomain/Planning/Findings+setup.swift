/// What is told of a router's setup: things that nobody notices until a guest does.
extension Findings {
    /// How long before its end a certificate is told of.
    static let certificateNotice = Duration.seconds(30 * 86_400)
    /// Below this share of the storage a router is nearly full.
    static let freeShareMinimum = 0.05

    var setupFindings: [Finding] {
        guard let setup = observed.facts.setup else { return [] }
        return [
            timeSource(setup), certificate(setup), reach(setup), flag(setup), wideAccount(setup), narrowAccount(setup),
            storage(setup),
        ].compactMap(\.self)
    }

    private func timeSource(_ setup: RouterSetup) -> Finding? {
        let message: String
        let remedy: String
        switch setup.timeSource {
        case nil, .synchronized:
            return nil
        case .some(.none):
            message = "The router asks no time server: after a power cut its clock, and guests' times, may be wrong."
            remedy = "Run /system/ntp/client/set enabled=yes servers=pool.ntp.org on it."
        case .silent:
            message = "No time server answers the router, so its clock is not looked after."
            remedy = "Check the servers under /system/ntp/client, and that the router can reach them by name."
        }
        return Finding(.noNTP, subject: "ntp", message: message, remedy: remedy)
    }

    private func certificate(_ setup: RouterSetup) -> Finding? {
        guard let certificate = setup.apiCertificate, let endsAt = certificate.endsAt, let now = observed.readAt,
            endsAt - Self.certificateNotice <= now
        else { return nil }
        let days = (endsAt - now).components.seconds / 86_400
        let message =
            endsAt <= now
            ? "The certificate \(certificate.name) of api-ssl ended on \(endsAt)."
            : "The certificate \(certificate.name) of api-ssl ends in \(days) days, on \(endsAt)."
        return Finding(
            .certificate,
            subject: certificate.name,
            message: message,
            remedy: "Make a new one under /certificate, choose it for api-ssl under /ip/service, then run gardengate "
                + "device trust."
        )
    }

    private func reach(_ setup: RouterSetup) -> Finding? {
        guard setup.apiAddresses?.isEmpty == true else { return nil }
        return Finding(
            .openAPI,
            subject: "api-ssl",
            message: "api-ssl answers every address, so that anybody who reaches the router can try passwords.",
            remedy: "Run /ip/service/set \(service("api-ssl")) address= with the gateway's own address."
        )
    }

    /// A service as its commands name it.
    ///
    /// From 7.19 on connections bear their service's name, and the gateway's own is one: a command that names them all is refused
    /// (foorschtbar/routeros-letsencrypt-docker#20). Earlier versions do not know the property.
    func service(_ name: String) -> String {
        observed.facts.version < RouterOSRelease(7, 19, 0) ? name : "[find where name=\"\(name)\" and !dynamic]"
    }

    private func flag(_ setup: RouterSetup) -> Finding? {
        guard setup.isFlagged else { return nil }
        return Finding(
            .flagged,
            subject: "device-mode",
            message: "The router is flagged: it saw signs of tampering, and has switched some of its features off.",
            remedy: "Look at its users, scripts and scheduler; then run /system/device-mode/update flagged=no and "
                + "confirm it at the router."
        )
    }

    private func wideAccount(_ setup: RouterSetup) -> Finding? {
        guard let policies = setup.policies else { return nil }
        let spare = policies.subtracting(RouterAccount.policies.map(\.name)).sorted()
        guard !spare.isEmpty else { return nil }
        return Finding(
            .wideAccount,
            subject: "account",
            message: "The gateway's account may do more than it needs to: \(spare.joined(separator: ", ")).",
            remedy: "Give it a group of its own under /user/group, with policy=\(RouterAccount.policyNames)."
        )
    }

    private func narrowAccount(_ setup: RouterSetup) -> Finding? {
        guard let policies = setup.policies else { return nil }
        let missing = RouterAccount.policies.filter { !policies.contains($0.name) }
        guard !missing.isEmpty else { return nil }
        let wants = missing.map { "\($0.name) (to \($0.reason))" }.joined(separator: ", ")
        return Finding(
            .narrowAccount,
            subject: "account",
            message: "The gateway's account lacks \(wants).",
            remedy: "Run /user/group/set on its group with policy=\(RouterAccount.policyNames)."
        )
    }

    private func storage(_ setup: RouterSetup) -> Finding? {
        guard let whole = setup.storageBytes, whole > 0, let free = observed.facts.freeStorageBytes,
            Double(free) < Self.freeShareMinimum * Double(whole)
        else { return nil }
        return Finding(
            .littleStorage,
            subject: "storage",
            message: "The router's storage is nearly full: \(free / 1024) KiB of \(whole / 1024) KiB are free.",
            remedy: "Remove files and packages that nobody needs, under /file and /system/package."
        )
    }
}
