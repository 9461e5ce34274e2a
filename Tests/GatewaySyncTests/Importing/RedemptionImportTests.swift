import TestSeeds
import Foundation
import GatewayDomain
import GatewayStore
import Synchronization
import Testing

@testable import GatewaySync

/// Files become redemptions, once.
@Suite(.timeLimit(.minutes(15))) struct RedemptionImportTests {
    @Test func `a log redeems its coupons at the times of its lines, and once`() async throws {
        try await ImportWorld.running { world in
            let codes = world.codes
            let log =
                world.line("2026-11-20 10:00:00", codes[0]) + world.line("2026-11-20 10:00:00", "->: \(codes[0])")
                + world.line("2026-11-20 10:05:00", codes[1], address: "10.10.10.3")
                + "2026-11-20 10:06:00 system,info,account user admin logged in from 10.0.0.1 via winbox\n"
                + world.line("2026-11-20 11:00:00", codes[0], "logged out: keepalive timeout")
                + world.line("2026-11-20 12:00:00", "stranger")
            let first = try await world.run(log)
            #expect(first.lines == 6)
            #expect(first.count(.new) == 3)
            #expect(first.count(.alreadyKnown) == 1)
            #expect(first.count(.noMatch) == 1)
            #expect(first.count(.passedOver) == 1)
            #expect(first.redeemed == 2)
            #expect(first.format == .routeros)
            let records = try await world.store.redemptions(at: world.site.id)
            #expect(Set(records.map(\.code)) == Set(codes.prefix(2)))
            #expect(records.first { $0.code == codes[1] }?.redemption.at == Timestamp(rfc3339: "2026-11-20T10:05:00Z"))
            let reports = try await world.store.reports(at: world.site.id)
            let again = try await world.run(log)
            #expect(again.count(.new) == 0)
            #expect(again.count(.alreadyKnown) == 4)
            #expect(again.redeemed == 0)
            #expect(try await world.store.redemptions(at: world.site.id) == records)
            #expect(try await world.store.reports(at: world.site.id) == reports)
        }
    }

    @Test func `a dry run says the same and changes nothing`() async throws {
        try await ImportWorld.running { world in
            let lines = world.codes.enumerated().map { world.line("2026-11-20 10:00:\($0 + 10)", $1) }
            let tried = try await world.run(lines.joined()) { $0.isDryRun = true }
            #expect(tried.redeemed == 20)
            #expect(try await world.store.redemptions(at: world.site.id).isEmpty)
            #expect(try await world.store.reports(at: world.site.id).isEmpty)
            let done = try await world.run(lines.joined())
            #expect(done.count(.new) == tried.count(.new))
            #expect(done.redeemed == tried.redeemed)
        }
    }

    @Test func `a code that was used at another site is a conflict where the guest's device is told`() async throws {
        try await ImportWorld.running { world in
            let other = try await ImportWorld.newSite("Eiche", of: world.instance, in: world.store)
            _ = try await ImportWorld.newDevice("192.0.2.2", at: other, in: world.store)
            let csv = "code,login_at,mac_address\n\(world.codes[0]),2026-11-20T10:00:00Z,02:00:00:00:00:01\n"
            #expect(try await world.run(csv).redeemed == 1)
            let elsewhere = try await world.run(csv.replacing(":01\n", with: ":02\n"), at: other)
            #expect(elsewhere.count(.conflict) == 1)
            #expect(elsewhere.problems.map(\.number) == [2])
            #expect(elsewhere.problems.first?.user == world.codes[0])
            #expect(try await world.store.redemptions(at: other.id).isEmpty)
        }
    }

    @Test func `times that cannot be are recorded without one, and only once`() async throws {
        try await ImportWorld.running { world in
            let log =
                world.line("jan/02/1970 00:00:11", world.codes[0]) + world.line("2100-01-01 00:00:00", world.codes[1])
                + world.line("feb/30 00:00:00", world.codes[2]) + world.line("2026-11-20 10:00:00", world.codes[3])
            let first = try await world.run(log)
            #expect(first.redeemed == 3)
            #expect(first.problems.map(\.number) == [1, 2, 3])
            #expect(first.count(.unreadable) == 1)
            let records = try await world.store.redemptions(at: world.site.id)
            #expect(records.allSatisfy { $0.redemption.at <= ImportWorld.now })
            let again = try await world.run(log)
            #expect(again.count(.new) == 0)
            #expect(try await world.store.redemptions(at: world.site.id) == records)
        }
    }

    @Test func `the log of another router is told as such, and its guests are nobody's business`() async throws {
        try await ImportWorld.running { world in
            let log = (0..<50).map { world.line("2026-11-20 10:00:00", "guest\($0)") }.joined()
            let summary = try await world.run(log)
            #expect(summary.isOfSomethingElse)
            #expect(summary.count(.noMatch) == 50)
            #expect(summary.problems.count == ImportSummary.problemsMaximum)
            #expect(summary.problemsLeftOut == 50 - ImportSummary.problemsMaximum)
            #expect(try await world.store.reports(at: world.site.id).isEmpty)
        }
    }

    @Test func `whose login it is where a line leaves it open, is found out by the names that are ours`() async throws {
        try await ImportWorld.running { world in
            let summary = try await world.run(
                "Nov 20 10:00:00 Front Desk \(world.codes[0]) (10.10.10.2): logged in\n"
                    + "Nov 20 10:00:00 Front Desk Famille Koné (10.10.10.2): logged in\n"
            )
            #expect(summary.format == .syslog)
            #expect(summary.redeemed == 1)
            #expect(summary.count(.noMatch) == 1)
        }
    }

    @Test func `what is around a line that is too long is recorded`() async throws {
        try await ImportWorld.running { world in
            let long = String(repeating: "x", count: 10 << 20) + "\n"
            let good = (0..<2).map { world.line("2026-11-20 10:00:00", world.codes[$0]) }
            for text in [long + good[0] + good[1], good[0] + long + good[1], good[0] + good[1] + long] {
                let summary = try await world.run(text)
                #expect(summary.lines == 3)
                #expect(summary.count(.unreadable) == 1)
                #expect(summary.count(.new) + summary.count(.alreadyKnown) == 2)
            }
            #expect(try await world.store.redemptions(at: world.site.id).count == 2)
        }
    }

    @Test func `of a file that breaks off, what came is recorded`() async throws {
        try await ImportWorld.running { world in
            let packed = Gzip.packed(Array(world.line("2026-11-20 10:00:00", world.codes[0]).utf8))
            await #expect(throws: ImportError.damaged("it ends before what was packed does")) {
                try await world.run(bytes: Array(packed.dropLast(4)))
            }
            let records = try await world.store.redemptions(at: world.site.id)
            #expect(records.count == 1)
        }
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let bytes: [UInt8]
        let expected: ImportError

        init(_ bytes: [UInt8], _ expected: ImportError) {
            self.bytes = bytes
            self.expected = expected
        }

        var testDescription: String { "\(expected)" }
    }

    @Test(
        arguments: [
            Refused([0x50, 0x4B, 0x03, 0x04, 1, 2, 3, 4], .packed("zip")), Refused([0xFF, 0xFE, 0x41, 0], .utf16),
            Refused(Array("[{\"code\":1}]".utf8), .jsonArray), Refused(Array("Dear Sir\n".utf8), .unknownFormat),
            Refused(Gzip.packed(Gzip.packed([65, 10])), .packed("gzip twice")), Refused([65, 0, 66, 10], .binary),
            Refused((0..<9000).map { UInt8($0 % 7) + 1 }, .binary),
            Refused(Array(repeating: 0x61, count: 1 << 20), .unknownFormat),
        ]
    )
    func `what is no log is refused with its remedy`(refused: Refused) async throws {
        try await ImportWorld.running { world in
            await #expect(throws: refused.expected) { _ = try await world.run(bytes: refused.bytes) }
            let empty = try await world.run("")
            #expect(empty.lines == 0)
        }
    }

    @Test func `what a dry run counts is what happens, and a second import finds all of it known`() async throws {
        try await ImportWorld.running(coupons: 60) { world in
            var random = SeededGenerator(seed: Seed.base)
            let log = Self.randomLog(world, lines: 300, &random)
            let tried = try await world.run(log) {
                $0.isDryRun = true
                $0.loginsPerTransaction = 130
            }
            var done = try await world.run(log) { $0.loginsPerTransaction = 110 }
            done.isDryRun = true
            #expect(done == tried, "seed \(Seed.base)")
            #expect(done.redeemed > 0)
            let again = try await world.run(log)
            #expect(again.count(.new) + again.count(.conflict) == 0, "seed \(Seed.base)")
            let logins = done.count(.new) + done.count(.alreadyKnown) + done.count(.conflict)
            #expect(again.count(.alreadyKnown) == logins)
        }
    }

    /// Logins and logouts of few guests, many of them doubled, between lines about other things.
    private static func randomLog(_ world: ImportWorld, lines: Int, _ random: inout SeededGenerator) -> String {
        var log = ""
        var time = Timestamp(rfc3339: "2026-11-20T00:00:00Z") ?? ImportWorld.now
        var last = ""
        for _ in 0..<lines {
            time = time + .seconds(Int64.random(in: 0...60, using: &random))
            let stamp = "\(time)".replacing("T", with: " ").replacing("Z", with: "")
            let user =
                ([String](world.codes.shuffled(using: &random).prefix(9)) + ["stranger"])
                .randomElement(using: &random) ?? ""
            let address = "10.10.10.\(Int.random(in: 2...5, using: &random))"
            switch Int.random(in: 0..<10, using: &random) {
            case 0: log += "neither this nor that\n"
            case 1: log += "\(stamp) dhcp,info dhcp1 assigned 10.10.10.9\n"
            case 2...4: log += last
            case 5, 6: last = world.line(stamp, user, "logged out: keepalive timeout", address: address)
            default: last = world.line(stamp, user, address: address)
            }
            log += last
        }
        return log
    }

    @Test func `every line is told in its order, but for those about something else`() async throws {
        try await ImportWorld.running { world in
            let codes = world.codes
            let csv =
                "code,login_at,site\n" + "\(codes[0]),2026-11-20T10:00:00Z,Linde\n" + "odd\n"
                + "\(codes[0]),2026-11-20T10:00:30Z,Linde\n" + "stranger,2026-11-20T10:00:00Z,\n"
                + ",2026-11-20T10:00:00Z,\n" + "\(codes[1]),1970-01-01T00:00:00Z,\n"
            let told = Mutex<[ImportSummary.Line]>([])
            let work = try await RedemptionImport(into: world.store, at: world.site, device: nil, options: .init()) {
                ImportWorld.now
            }
            let summary = try await work.run(
                ImportWorld.Pieces(bytes: Array(csv.utf8)[...]),
                listener: { line in
                    told.withLock { $0.append(line) }
                }
            )
            let lines = told.withLock { $0 }
            #expect(lines.map(\.number) == [2, 3, 4, 5, 6, 7])
            #expect(lines.map(\.outcome) == [.new, .unreadable, .alreadyKnown, .noMatch, .unreadable, .new])
            #expect(lines.first?.at == Timestamp(rfc3339: "2026-11-20T10:00:00Z"))
            #expect(lines.last?.at == nil)
            #expect(summary.lines == 7)
            #expect(summary.problems == lines.filter { $0.reason != nil })
        }
    }

    @Test func `rows of another site here are left out, and those of another gateway's are of one site`() async throws {
        try await ImportWorld.running { world in
            let other = try await ImportWorld.newSite("Eiche", of: world.instance, in: world.store)
            let device = try await ImportWorld.newDevice("192.0.2.2", at: other, in: world.store)
            let (unknown, another) = ("\(UUID())", "\(UUID())")
            let rows = [
                "\(other.id),", "Eiche,", ",\(device.id)", ",192.0.2.2:8729", "\(unknown),\(unknown)",
                "\(world.site.id),\(world.device.id)", "\(unknown),192.0.2.1", "\(another),\(another)",
            ]
            let csv =
                "code,login_at,site,device\n"
                + zip(world.codes, rows).map { code, row in
                    "\(code),2026-11-20T10:00:00Z,\(row)\n"
                }.joined()
            let summary = try await world.run(csv)
            #expect(summary.redeemed == 3)
            #expect(summary.problems.map(\.number) == [2, 3, 4, 5, 9])
            #expect(summary.count(.noMatch) == 5)
            let records = try await world.store.redemptions(at: world.site.id)
            #expect(Set(records.map(\.code)) == Set(world.codes[4...6]))
        }
    }

    @Test func `a site with several routers has to be told which one it is, unless the file tells`() async throws {
        try await ImportWorld.running { world in
            let second = try await ImportWorld.newDevice("192.0.2.2", at: world.site, in: world.store)
            let log = world.line("2026-11-20 10:00:00", world.codes[0])
            let hosts = ["192.0.2.1:8729", "192.0.2.2:8729"]
            await #expect(throws: ImportError.severalDevices(site: "Linde", hosts: hosts)) { try await world.run(log) }
            #expect(try await world.run(log, device: second).redeemed == 1)
            let csv = "code,login_at,device_id\n\(world.codes[1]),2026-11-20T10:00:00Z,\(world.device.id)\n"
            #expect(try await world.run(csv).redeemed == 1)
            let records = try await world.store.redemptions(at: world.site.id)
            let devices = Dictionary(uniqueKeysWithValues: records.map { ($0.code, $0.redemption.device) })
            #expect(devices == [world.codes[0]: second.id, world.codes[1]: world.device.id])
        }
    }

    @Test func `an import is one entry in the audit log`() async throws {
        try await ImportWorld.running(coupons: 1200) { world in
            let actor = Actor.command("linus")
            let note = WriteNote(actor: actor, action: "redemption import", target: "Linde", at: ImportWorld.now)
            let log = world.codes.map { world.line("2026-11-20 10:00:00", $0) }.joined()
            let summary = try await world.run(log, into: world.store.acting(for: note))
            #expect(summary.redeemed == 1200)
            let entries = try await world.store.auditEntries(limit: 10)
            #expect(entries.count { $0.action == note.action } == 1)
        }
    }
}
