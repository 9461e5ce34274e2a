import GatewayDomain
import RouterOSAPI

/// How it is asked for and read how a router is set up beside what serving guests needs.
///
/// Whatever cannot be read stays unknown: these are things to tell the operator, and no reason to leave guests alone.
enum SetupReading {
    /// The commands, in the order in which ``setup(_:account:)`` expects the answers; all rows are few.
    static let commands = [
        Command("/system/resource/print").proplist(["total-hdd-space"]),
        Command("/system/ntp/client/print").proplist(["enabled", "servers", "status"]),
        Command("/ip/service/print").proplist(["address", "certificate", "dynamic"]).filtered(
            by: .equal("name", "api-ssl")
        ),
        Command("/certificate/print").proplist(["name", "invalid-after", "fingerprint", "trusted"]),
        Command("/system/device-mode/print").proplist(["flagged"]),
        Command("/user/print").proplist(["name", "group"]),
        Command("/user/group/print").proplist(["name", "policy"]),
    ]

    /// What the answers tell.
    ///
    /// - Parameters:
    ///   - answers: one for each of ``commands``.
    ///   - account: the account that the gateway logs in with.
    /// - Returns: the setup.
    static func setup(_ answers: [Result<Response, RouterOSError>], account: String) -> RouterSetup {
        var setup = RouterSetup()
        setup.storageBytes = rows(answers[0]).first?.count("total-hdd-space")
        setup.timeSource = rows(answers[1]).first.flatMap(timeSource)
        if case .success(let response) = answers[3] { setup.certificates = response.rows.map(certificate) }
        if let service = rows(answers[2]).first(where: { !$0.flag("dynamic") }) {
            setup.apiAddresses = (service.text("address") ?? "").split(separator: ",").map(String.init)
            setup.apiCertificate = setup.certificates?.first { $0.name == service.text("certificate") ?? "none" }
        }
        setup.isFlagged = rows(answers[4]).first?.flag("flagged") ?? false
        if let group = rows(answers[5]).first(where: { $0.text("name") == account })?.text("group") {
            setup.policies = rows(answers[6]).first { $0.text("name") == group }?.text("policy").map(policies)
        }
        return setup
    }

    private static func rows(_ answer: Result<Response, RouterOSError>) -> [Row] {
        switch answer {
        case .success(let response): response.rows
        case .failure: []
        }
    }

    /// Values of `status`: manual, NTP page.
    private static func timeSource(_ row: Row) -> RouterSetup.TimeSource {
        guard row.flag("enabled") else { return .none }
        return row.text("status") == "synchronized" ? .synchronized : .silent
    }

    private static func certificate(_ row: Row) -> RouterSetup.Certificate {
        // The zone is not told; what matters here is days.
        let end = row.text("invalid-after").flatMap { RouterOSText.moment($0) }
        var certificate = RouterSetup.Certificate(name: row.text("name") ?? "", endsAt: end)
        certificate.fingerprint = row.text("fingerprint")?.lowercased() ?? ""
        certificate.isTrusted = row.flag("trusted")
        return certificate
    }

    /// Those without a `!`, which stands before what a group may not do.
    private static func policies(_ text: String) -> Set<String> {
        Set(text.split(separator: ",").filter { !$0.hasPrefix("!") }.map(String.init))
    }
}
