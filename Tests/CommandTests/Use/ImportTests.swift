import Foundation
import Glibc
import Testing

/// Logs that somebody imports by hand.
@Suite(.timeLimit(.minutes(15))) struct ImportTests {
    private struct Place: Sendable {
        let work: Workplace
        let codes: [String]

        func log(_ index: Int) -> String { Self.line(codes[index]) }

        static func line(_ user: String, at time: String = "21:00:00") -> String {
            "2026-01-30 \(time) hotspot,account,info,debug \(user) (10.10.10.31): logged in\n"
        }

        func file(_ name: String, _ text: String) throws -> String {
            let path = work.path(name)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    private static func place() async throws -> Place {
        let work = try Workplace()
        try await work.makeSite()
        let pin = String(repeating: "ab", count: 32)
        try await work.text([
            "device", "add", "Hotel Linde", "192.0.2.1", "--user", "gg", "--password-file", work.secretFile(),
            "--trust",
            "pin:\(pin)", "--no-check",
        ])
        return Place(work: work, codes: try await work.coupons(4))
    }

    @Test func `a log, packed or not, is recorded once, and each line that needs a look is told`() async throws {
        let place = try await Self.place()
        let plain = try place.file("log.txt", place.log(0) + "odd\n" + place.log(1) + Place.line("stranger"))
        let tried = try await place.work.text("redemption", "import", "--site", "Hotel Linde", "--dry-run", plain)
        #expect(tried.contains("would be imported"))
        #expect(try await place.work.json("redemption", "list", "Hotel Linde").elements.isEmpty)
        let first = try await place.work.text("redemption", "import", "--site", "Hotel Linde", plain)
        #expect(first.contains("2      new, 2 coupons redeemed"))
        #expect(first.contains("line 2: it does not begin with a time"))
        #expect(first.contains("line 4: stranger: "))
        let packed = try place.file("log2.txt", place.log(0) + place.log(2))
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
        gzip.arguments = [packed]
        try gzip.run()
        gzip.waitUntilExit()
        let results = try await place.work.json("redemption", "import", "--site", "Hotel Linde", packed + ".gz", plain)
        #expect(results.elements.map { $0["new"].number } == [1, 0])
        #expect(results.elements.map { $0["already_known"].number } == [1, 2])
        let listed = try await place.work.json("redemption", "list", "Hotel Linde").elements
        #expect(Set(listed.compactMap { $0["code"].string }) == Set(place.codes.prefix(3)))
    }

    @Test func `each line is told to whoever asks for it, in words and as JSON`() async throws {
        let place = try await Self.place()
        let name = "log of May, ü.txt"
        let filler = String(repeating: "2026-01-30 21:00:00 dhcp,info dhcp1 assigned 10.10.3.7\n", count: 40)
        let log = try place.file(name, filler + place.log(0) + "odd\n" + place.log(0) + Place.line("stranger"))
        let arguments = ["redemption", "import", "--site", "Hotel Linde", "--verbose"]
        let tried = try await place.work.text(arguments + ["--dry-run", log])
        #expect(tried.contains("line 41: new: login of \(place.codes[0]) at 2026-01-30T21:00:00Z\n"))
        #expect(tried.contains("line 42: unreadable: it does not begin with a time\n"))
        #expect(tried.contains("line 43: already known: login of \(place.codes[0])"))
        #expect(tried.contains("line 44: no match: login of stranger"))
        #expect(tried.contains("40     not about logins"))
        let done = try await place.work.text(arguments + ["--json", log])
        let lines = try done.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
        let objects = lines.compactMap { $0 as? [String: Any] }
        #expect(objects.compactMap { $0["outcome"] as? String } == ["new", "unreadable", "already_known", "no_match"])
        #expect(objects.allSatisfy { ($0["file"] as? String)?.hasSuffix(name) == true })
        #expect(objects.last?["lines"] as? Int == 44)
    }

    @Test func `standard input is a file, too`() async throws {
        let place = try await Self.place()
        let arguments = ["redemption", "import", "--site", "Hotel Linde", "--timezone", "Europe/Berlin", "-"]
        let outcome = try await place.work.run(arguments, input: place.log(0))
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("2026-01-30T20:00:00Z"))
    }

    @Test func `one bad file keeps nobody from the others, and is told at the end`() async throws {
        let place = try await Self.place()
        let letter = try place.file("letter.txt", "Dear Sir or Madam,\n")
        let log = try place.file("log.txt", place.log(0))
        let outcome = try await place.work.run("redemption", "import", "--site", "Hotel Linde", letter, log)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("letter.txt: none of its first lines looks like a log"))
        #expect(outcome.output.contains("1      new, 1 coupon redeemed"))
        let stranger = try place.file("stranger.txt", Place.line("somebody"))
        let other = try await place.work.run("redemption", "import", "--site", "Hotel Linde", stranger)
        #expect(other.status == 0)
        #expect(other.errors.contains("is it the log of another router?"))
    }

    @Test(
        arguments: [
            (["nowhere.txt"], 1, "cannot read nowhere.txt"), (["/"], 1, "it is a folder"), ([], 64, "files"),
            (["-", "-"], 64, "standard input"), (["--year", "1970", "-"], 64, "--year"),
            (["--timezone", "GMT+3", "-"], 1, "Europe/Berlin"), (["--format", "xml", "-"], 64, "--format"),
            (["--device", "192.0.2.7", "-"], 1, "192.0.2.7"),
        ] as [([String], Int32, String)]
    )
    func `what cannot be imported is refused before anything is recorded`(
        arguments: [String],
        status: Int32,
        word: String
    ) async throws {
        let place = try await Self.place()
        let all = ["redemption", "import", "--site", "Hotel Linde"] + arguments
        let outcome = try await place.work.run(all, input: place.log(0))
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
        #expect(try await place.work.json("redemption", "list", "Hotel Linde").elements.isEmpty)
    }

    /// A pipe holds back who writes, so that what was written has been read but for a few pieces: then the process's peak of memory is
    /// looked at, while it lives.
    @Test func `ten times the lines take no more memory`() async throws {
        let place = try await Self.place()
        let fifo = place.work.path("fifo")
        try #require(mkfifo(fifo, 0o600) == 0)
        let arguments = ["redemption", "import", "--site", "Hotel Linde", fifo]
        let process = try place.work.start(arguments, deadline: .seconds(150))
        let descriptor = open(fifo, O_WRONLY | O_CLOEXEC)
        let pipe = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        func write(_ lines: Int) throws {
            let filler = String(repeating: "2026-01-30 21:00:00 dhcp,info dhcp1 assigned 10.10.3.7\n", count: 99)
            for _ in 0..<lines / 100 {
                try pipe.write(contentsOf: Data((place.log(0) + filler).utf8))
            }
        }
        try write(6000)
        let before = try Self.peakMemory(of: process.id)
        try write(60_000)
        let after = try Self.peakMemory(of: process.id)
        try pipe.close()
        let outcome = await process.outcome()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("65340  not about logins"))
        #expect(after < before + 16_384, "from \(before) to \(after) kB")
    }

    /// In kilobytes (`VmHWM` of proc(5)).
    private static func peakMemory(of process: pid_t) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }
}
