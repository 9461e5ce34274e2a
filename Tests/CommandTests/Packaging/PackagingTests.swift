import Foundation
import Testing

/// The Debian package and the unit of systemd, as far as that can be checked without a build for release.
@Suite struct PackagingTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let unit = root + "/packaging/systemd/gardengate.service"

    private static func has(_ tools: String...) -> Bool {
        tools.allSatisfy { tool in
            ["/usr/bin/", "/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + tool) }
        }
    }

    private static func run(_ words: String..., environment: [String: String] = [:]) async throws
        -> CommandProcess.Outcome
    {
        try await CommandProcess(
            ["-c", "cd \"$0\" && exec \"$@\"", root] + words,
            environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C"].merging(environment) { $1 },
            deadline: .seconds(600),
            path: "/bin/bash"
        ).outcome()
    }

    @Test(.enabled(if: has("systemd-analyze"), "systemd-analyze is missing"))
    func `systemd understands every line of the unit`() async throws {
        let outcome = try await Self.run("systemd-analyze", "verify", "--man=no", Self.unit)
        // The command is not installed here; everything else that is said would be a mistake.
        let said = outcome.errorLines.filter { !$0.contains("/usr/bin/gardengate is not executable") }
        #expect(said == [], "\(outcome.errors)")
        let folder = try Workplace()
        let wrong = folder.path("wrong.service")
        let text = try String(contentsOfFile: Self.unit, encoding: .utf8)
        try text.replacing("ProtectSystem=strict", with: "ProtectSystem=tight").write(
            toFile: wrong,
            atomically: true,
            encoding: .utf8
        )
        let found = try await Self.run("systemd-analyze", "verify", "--man=no", wrong)
        #expect(found.errors.contains("tight"), "a mistake would not be seen")
    }

    @Test(.enabled(if: has("systemd-analyze"), "systemd-analyze is missing"))
    func `the unit leaves the service little to do harm with`() async throws {
        // 10 is everything, as without any hardening; a threshold is given in tenths.
        let outcome = try await Self.run("systemd-analyze", "security", "--offline=true", "--threshold=20", Self.unit)
        #expect(outcome.status == 0, "\(outcome.output.split(separator: "\n").suffix(3))")
        let strict = try await Self.run("systemd-analyze", "security", "--offline=true", "--threshold=1", Self.unit)
        #expect(strict.status != 0, "the threshold means nothing")
    }

    @Test func `what the unit starts is understood, and its times fit the configuration`() throws {
        let text = try String(contentsOfFile: Self.unit, encoding: .utf8)
        #expect(text.contains("\nExecStart=/usr/bin/gardengate serve --config /etc/gardengate/gardengate.yaml\n"))
        #expect(text.contains("\nRestartPreventExitStatus=64\n"))
        #expect(text.contains("\nType=notify\n") && text.contains("\nExecReload=/bin/kill -HUP $MAINPID\n"))
    }

    @Test(
        .enabled(if: has("dpkg-deb", "dpkg-shlibdeps", "git"), "the tools of Debian are missing"),
        .timeLimit(.minutes(15))
    )
    func `a package holds what it should, and its scripts never take the data away`() async throws {
        let place = try Workplace()
        let made = try await Self.run(
            "script/package",
            "--quick",
            "--binary",
            CommandProcess.path,
            "--to",
            place.path("out"),
            "--version",
            "1.2.3"
        )
        #expect(made.status == 0, "\(made.errors)")
        let package = try #require(
            try FileManager.default.contentsOfDirectory(atPath: place.path("out")).first { $0.hasSuffix(".deb") }
        )
        #expect(package.hasPrefix("gardengate_1.2.3_"))
        #expect(made.output.contains("needs     ") && made.output.contains("libssl3"), "\(made.output)")
        let deb = place.path("out/\(package)")
        let files = try await Self.run("dpkg-deb", "--contents", deb).output
        for file in [
            "./usr/bin/gardengate", "./lib/systemd/system/gardengate.service", "./etc/gardengate/gardengate.yaml",
            "./usr/share/man/man1/gardengate.1.gz", "./usr/share/man/man5/gardengate.yaml.5.gz",
            "./usr/share/bash-completion/completions/gardengate", "./usr/share/doc/gardengate/copyright",
        ] {
            #expect(files.contains(" \(file)\n"), "\(file) is missing")
        }
        #expect(files.split(separator: "\n").allSatisfy { $0.contains(" root/root ") })
        let unpacked = place.path("unpacked")
        #expect(try await Self.run("dpkg-deb", "--raw-extract", deb, unpacked).status == 0)
        let conffiles = try String(contentsOfFile: unpacked + "/DEBIAN/conffiles", encoding: .utf8)
        #expect(conffiles == "/etc/gardengate/gardengate.yaml\n")
        let check = try await place.run("configuration", "--check", unpacked + "/etc/gardengate/gardengate.yaml")
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.output.contains("it gives 2 keys"))
        for script in ["postinst", "prerm", "postrm"] {
            #expect(try await Self.run("sh", "-n", "\(unpacked)/DEBIAN/\(script)").status == 0)
        }
        let postrm = try String(contentsOfFile: unpacked + "/DEBIAN/postrm", encoding: .utf8)
        let commands = postrm.split(separator: "\n").filter { !$0.contains("echo ") && !$0.hasPrefix("#") }
        #expect(!commands.contains { $0.contains("rm -") }, "something is removed with all that is in it")
        let version = try await CommandProcess(["--version"], environment: [:], path: unpacked + "/usr/bin/gardengate")
            .outcome()
        #expect(version.status == 0 && version.output.split(separator: ".").count == 3)
    }

    @Test(arguments: [
        (["--binary", "/nowhere"], "no command at /nowhere"), (["--colour"], "unknown option --colour"),
        (["--to"], "needs a value"),
    ])
    func `script_package says in one line what it cannot do`(arguments: [String], message: String) async throws {
        let outcome = try await CommandProcess(
            [Self.root + "/script/package"] + arguments,
            environment: ["PATH": "/usr/bin:/bin"],
            path: "/bin/bash"
        ).outcome()
        #expect(outcome.status != 0)
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains(message), "\(outcome.errors)")
    }
}
