import TestSeeds
import Testing

@testable import GatewayDomain

/// What is said of a router whose reports do not arrive.
struct ReportFindingTests {
    private static let fingerprint = String(repeating: "ab", count: 32)
    private static let url = "https://gate.example.com/routeros/events"

    /// A router that has all its scripts.
    private static let installed: ObservedState = {
        var generator = SeededGenerator(seed: Seed.base)
        var model = DeviceModel(Sample.unscripted, gateway: Sample.gateway())
        model.apply(Planner.plan(desired: Sample.scripted(), observed: Sample.unscripted), using: &generator)
        return model.state
    }()

    private func findings(
        _ trust: ReportRoute.Trust,
        unreported: [String: Timestamp] = [:],
        certificates: [RouterSetup.Certificate]? = [],
        change: (inout DesiredState, inout ObservedState) -> Void = { _, _ in }
    ) -> [Finding] {
        var desired = Sample.scripted()
        desired.scripts?.route = ReportRoute(url: Self.url, trust: trust)
        desired.scripts?.route?.unreported = unreported
        var observed = Sample.unscripted
        observed.facts.setup = RouterSetup()
        observed.facts.setup?.certificates = certificates
        change(&desired, &observed)
        let plan = Planner.plan(desired: desired, observed: observed)
        return plan.findings.filter { [.authority, .noReports].contains($0.code) }
    }

    private func certificate(_ fingerprint: String, isTrusted: Bool = true) -> RouterSetup.Certificate {
        var certificate = RouterSetup.Certificate(name: "ca", endsAt: nil)
        certificate.fingerprint = fingerprint
        certificate.isTrusted = isTrusted
        return certificate
    }

    @Test func `an authority that the router lacks is told with what to type`() throws {
        let finding = try #require(findings(.authority(fingerprint: Self.fingerprint)).first)
        #expect(finding.code == .authority && finding.subject == Self.fingerprint)
        #expect(finding.remedy.contains("/certificate/import file-name=ca.crt passphrase=\"\""))
        let other = certificate(String(repeating: "cd", count: 32))
        #expect(findings(.authority(fingerprint: Self.fingerprint), certificates: [other]) == [finding])
    }

    @Test func `one that is there vouches for the gateway only where it is trusted`() throws {
        let trust = ReportRoute.Trust.authority(fingerprint: Self.fingerprint)
        #expect(findings(trust, certificates: [certificate(Self.fingerprint)]).isEmpty)
        let there = certificate(Self.fingerprint, isTrusted: false)
        let finding = try #require(findings(trust, certificates: [there]).first)
        #expect(finding.remedy.contains("fingerprint=\(Self.fingerprint)] trusted=yes"))
    }

    @Test(arguments: [
        (RouterOSRelease(7, 18, 2), false, true), (RouterOSRelease(7, 18, 2), true, false),
        (RouterOSRelease(7, 19), false, false),
    ])
    func `before 7_19 a router knows no authority but those that it was given`(
        version: RouterOSRelease,
        wasGiven: Bool,
        isTold: Bool
    ) {
        let given = wasGiven ? [certificate(Self.fingerprint)] : []
        let told = findings(.wellKnown, certificates: given) { $1.facts.version = version }
        #expect(told.map(\.subject) == (isTold ? [version.description] : []))
        #expect(told.allSatisfy { $0.remedy.contains("--tls-ca") })
    }

    @Test func `nothing is said where nothing is to be checked, or nothing could be read`() {
        #expect(findings(.none).isEmpty)
        #expect(findings(.authority(fingerprint: Self.fingerprint), certificates: nil).isEmpty)
        #expect(
            findings(.authority(fingerprint: Self.fingerprint)) {
                $0.scripts = nil; _ = $1
            }.isEmpty
        )
        // device-mode keeps it from reporting at all, which is a finding of its own.
        #expect(
            findings(.authority(fingerprint: Self.fingerprint)) {
                $1.facts.deviceModeAllowsFetch = false; _ = $0
            }
            .isEmpty
        )
    }

    @Test func `a login that the router noted and did not report is told with how to see why`() throws {
        let noted = "r=1794990000 u=7 m=02:00:00:00:00:07 c=1"
        let since = Sample.now - .seconds(900)
        func told(
            _ words: String,
            unreported: [String: Timestamp],
            on router: ObservedState = Self.installed
        ) -> [Finding] {
            findings(.wellKnown, unreported: unreported) { desired, observed in
                observed.scripts = router.scripts
                let user = Sample.user("A")
                desired.users = [user]
                var row = Sample.row(user, id: "*1")
                row.comment += " \(words)"
                observed.users = [row]
            }
        }
        let finding = try #require(told(noted, unreported: ["A": since]).first)
        #expect(finding.code == .noReports && finding.message.contains(since.description))
        #expect(finding.remedy.contains("/tool/fetch url=\(Self.url) check-certificate=yes output=none"))
        #expect(told(noted, unreported: [:]).isEmpty)
        // Nobody noted it there: the scripts came later, or the gateway wrote it down itself.
        #expect(told("", unreported: ["A": since]).isEmpty)
        #expect(told("\(noted) l=600", unreported: ["A": since]).isEmpty)
        #expect(told(noted, unreported: ["B": since]).isEmpty)
        // What reports is on its way there.
        #expect(told(noted, unreported: ["A": since], on: Sample.unscripted).isEmpty)
    }

    @Test func `a router that reports knows the gateway somehow`() {
        let told = findings(.authority(fingerprint: Self.fingerprint)) {
            $0.scripts?.route?.isProven = true; _ = $1
        }
        #expect(told.isEmpty)
    }
}
