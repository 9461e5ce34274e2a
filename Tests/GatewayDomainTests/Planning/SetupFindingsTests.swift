import GatewayDomain
import Testing

struct SetupFindingsTests {
    private func codes(_ change: (inout RouterSetup) -> Void, freeBytes: Int64? = nil) -> [Finding.Code] {
        var observed = Sample.observed()
        observed.readAt = Sample.now
        observed.facts.freeStorageBytes = freeBytes
        var setup = RouterSetup()
        change(&setup)
        observed.facts.setup = setup
        let findings = Planner.plan(desired: Sample.desired(), observed: observed).findings
        #expect(findings.allSatisfy { !$0.remedy.isEmpty && !$0.message.isEmpty })
        return findings.map(\.code)
    }

    @Test func `what could not be read is not complained about`() {
        #expect(codes { _ in }.isEmpty)
    }

    @Test func `a flagged router is told`() {
        #expect(codes { $0.isFlagged = true } == [.flagged])
    }

    @Test func `a time server that is silent is told like none`() {
        #expect(codes { $0.timeSource = RouterSetup.TimeSource.none } == [.noNTP])
        #expect(codes { $0.timeSource = .silent } == [.noNTP])
        #expect(codes { $0.timeSource = .synchronized }.isEmpty)
    }

    @Test func `a certificate is told from thirty days before its end on`() {
        let day = Duration.seconds(86_400)
        for (days, isTold) in [(31, false), (30, true), (1, true), (0, true), (-400, true)] {
            let found = codes { $0.apiCertificate = .init(name: "api", endsAt: Sample.now + day * days) }
            #expect(found == (isTold ? [.certificate] : []), "\(days) days before")
        }
        #expect(codes { $0.apiCertificate = .init(name: "api", endsAt: nil) }.isEmpty)
    }

    @Test func `an account is measured by the policies that the gateway needs`() {
        let needed = Set(RouterAccount.policies.map(\.name))
        #expect(codes { $0.policies = needed }.isEmpty)
        #expect(codes { $0.policies = needed.union(["winbox"]) } == [.wideAccount])
        #expect(codes { $0.policies = needed.subtracting(["ftp"]) } == [.narrowAccount])
    }

    @Test func `storage is told below a twentieth`() {
        #expect(codes({ $0.storageBytes = 16 << 20 }, freeBytes: 800_000).contains(.littleStorage))
        #expect(codes({ $0.storageBytes = 16 << 20 }, freeBytes: 4 << 20).isEmpty)
    }

    @Test(arguments: [
        ("sep/25/2026 21:10:05", 1_790_370_605), ("2026-09-25 21:10:05", 1_790_370_605),
        ("Sep/25/2026 21:10:05", 1_790_370_605), ("1970-01-01 00:00:00", 0), ("2024-02-29 00:00:01", 1_709_164_801),
    ])
    func `a moment is read in both forms`(_ text: String, _ seconds: Int) {
        #expect(RouterOSText.moment(text)?.seconds == Int64(seconds))
    }

    @Test(arguments: [
        "", "vc-123-09.25.26-", "2026-02-30 00:00:00", "2026-13-01 00:00:00", "sep/25 21:10:05", "21:10:05",
        "2026-09-25", "2026-09-25 24:00:00", "xyz/25/2026 21:10:05", "2026-09-25 21:10:05 more", "-1-1-1 1:1:1",
    ])
    func `what is no moment is none`(_ text: String) {
        #expect(RouterOSText.moment(text) == nil)
    }
}
