import Foundation
import Testing

/// `serve` with HTTPS of its own, as `curl` and `openssl` meet it.
@Suite(.timeLimit(.minutes(15))) struct HTTPSTests {
    /// Starts `serve`, and gives its process and the port that it listens on.
    private static func serve(
        _ place: Workplace,
        _ options: String...
    ) async throws -> (process: CommandProcess, port: String) {
        let process = try place.start(["serve", "--json"] + options, deadline: .seconds(180))
        let line = try #require(await process.outputLine(containing: "\"listen\""))
        let address = try #require(line.split(separator: "\"").last)
        return (process, String(try #require(address.split(separator: ":").last)))
    }

    /// A TLS handshake with one version, and whatever `openssl` says of it.
    ///
    /// Its own floor is lowered, so that a refusal is the gateway's.
    private static func handshake(_ place: Workplace, _ port: String, _ version: String) async throws -> String {
        let outcome = try await place.tool(
            "/usr/bin/openssl",
            "s_client",
            "-connect",
            "127.0.0.1:\(port)",
            version,
            "-cipher",
            "ALL:@SECLEVEL=0",
            input: "Q\n"
        )
        return outcome.output + outcome.errors
    }

    @Test func `it is spoken from TLS 1.2 on, with the certificates in between, and links begin with its address`()
        async throws
    {
        let place = try Workplace()
        try await place.makeSite()
        let files = try await place.certificates()
        let (process, port) = try await Self.serve(
            place,
            "--listen",
            "127.0.0.1:0",
            "--tls-certificate",
            files.chain,
            "--tls-key",
            files.key,
            "--public-url",
            "https://portal.test/wifi/"
        )
        // Who trusts the root alone gets as far only when the authority in between is sent along.
        let answer = try await place.tool(
            "/usr/bin/curl",
            "--silent",
            "--show-error",
            "--include",
            "--cacert",
            files.root,
            "--resolve",
            "\(Workplace.host):\(port):127.0.0.1",
            "https://\(Workplace.host):\(port)/captive/nothing"
        )
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.contains(#""doc_url":"https://portal.test/wifi/errors/route_unknown""#))
        for version in ["-tls1_2", "-tls1_3"] {
            #expect(try await Self.handshake(place, port, version).contains("Cipher is TLS_") == (version == "-tls1_3"))
            #expect(try await !Self.handshake(place, port, version).contains("Cipher is (NONE)"))
        }
        for version in ["-tls1", "-tls1_1"] {
            let text = try await Self.handshake(place, port, version)
            #expect(text.contains("Cipher is (NONE)"))
            #expect(text.contains("alert protocol version"), "\(text)")
        }
        let plain = try await place.tool("/usr/bin/curl", "--silent", "http://127.0.0.1:\(port)/healthz")
        #expect(plain.status != 0 && plain.output.isEmpty)
        process.signal(SIGTERM)
        let outcome = await process.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.errors.contains("warning"), "\(outcome.errors)")
    }

    @Test func `files that cannot be used are named with the remedy, before anything begins`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let files = try await place.certificates()
        try "nothing".write(toFile: place.path("text.pem"), atomically: true, encoding: .utf8)
        for (certificate, key, words) in [
            (place.path("missing.pem"), files.key, ["missing.pem", "no such file"]),
            (files.chain, place.path("missing.key"), ["missing.key", "no such file"]),
            (place.path("text.pem"), files.key, ["text.pem", "no certificate in PEM"]),
            (files.chain, place.path("text.pem"), ["text.pem", "no private key in PEM"]),
            (files.key, files.chain, ["server.key", "--tls-certificate"]),
            (files.chain, files.otherKey, ["other.key", "not the key", "chain.pem"]),
            (files.chain, files.encryptedKey, ["encrypted.key", "openssl pkey"]),
        ] {
            let outcome = try await place.run(
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--tls-certificate",
                certificate,
                "--tls-key",
                key
            )
            #expect(outcome.status == 1)
            #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
            for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
        }
    }

    @Test(arguments: [
        (["--listen", "127.0.0.1:0", "--tls-key", "a"], "--tls-certificate and --tls-key"),
        (["--listen", "127.0.0.1:0", "--tls-certificate", "a"], "--tls-certificate and --tls-key"),
        (["--tls-certificate", "a", "--tls-key", "b"], "--listen"),
        (["--public-url", "https://a.example"], "--listen"),
        (["--allow-plain-http"], "--listen"),
        (["--trusted-proxy", "127.0.0.1"], "--listen"),
        (["--failed-logins-per-minute", "5"], "--listen"),
        (["--listen", "0.0.0.0:0"], "--allow-plain-http"),
        (["--listen", "[::]:0"], "--tls-certificate"),
        (["--listen", "192.0.2.1:80"], "behind a proxy"),
        (["--listen", "127.0.0.1:0", "--public-url", "wifi.example.com"], "https://wifi.example.com"),
        (["--listen", "127.0.0.1:0", "--public-url", "ftp://wifi.example.com"], "whole URL"),
        (["--listen", "127.0.0.1:0", "--public-url", "https://"], "whole URL"),
        (["--listen", "127.0.0.1:0", "--public-url", "https://a.example?b=c"], "no query"),
        (["--listen", "127.0.0.1:0", "--public-url", "https://a.example#b"], "no query"),
        (["--listen", "127.0.0.1:0", "--public-url", "https://a:b@c.example"], "no query"),
    ])
    func `what cannot be meant is refused with the way out`(options: [String], word: String) async throws {
        let place = try Workplace()
        let outcome = try await place.run(["serve"] + options)
        #expect(outcome.status == 64)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
    }

    @Test(arguments: ["127.0.0.1:0", "127.1.2.3:0", "localhost:0", "[::1]:0"])
    func `plain HTTP to this machine alone needs nothing and warns of nothing`(address: String) async throws {
        let place = try Workplace()
        try await place.makeSite()
        let (process, _) = try await Self.serve(place, "--listen", address)
        process.signal(SIGTERM)
        let outcome = await process.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.errors.contains("warning"), "\(outcome.errors)")
    }

    @Test func `plain HTTP to others is served when that is said, with one warning`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let (process, port) = try await Self.serve(
            place,
            "--listen",
            "0.0.0.0:0",
            "--public-url",
            "https://a.example",
            "--allow-plain-http"
        )
        let answer = try await place.tool("/usr/bin/curl", "--silent", "http://127.0.0.1:\(port)/healthz")
        #expect(answer.output == #"{"status":"ok"}"#)
        process.signal(SIGTERM)
        let outcome = await process.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errorLines.filter { $0.contains("warning: ") }.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("warning: plain HTTP on 0.0.0.0"), "\(outcome.errors)")
    }

    @Test func `a key that everybody may read is warned of`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let files = try await place.certificates()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: files.key)
        let (process, port) = try await Self.serve(
            place,
            "--listen",
            "127.0.0.1:0",
            "--tls-certificate",
            files.chain,
            "--tls-key",
            files.key
        )
        process.signal(SIGTERM)
        let outcome = await process.outcome()
        #expect(!port.isEmpty)
        #expect(outcome.errors.contains("chmod o-r \(files.key)"), "\(outcome.errors)")
    }

    @Test func `a body of 200 MB makes the gateway no larger`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let (process, port) = try await Self.serve(place, "--listen", "127.0.0.1:0")
        let file = place.path("large")
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.truncate(atOffset: 200 << 20)
        try handle.close()
        let before = try Self.residentKilobytes(process)
        let answer = try await place.tool(
            "/usr/bin/curl",
            "--silent",
            "--request",
            "POST",
            "--header",
            "Transfer-Encoding: chunked",
            "--upload-file",
            file,
            "--write-out",
            "%{http_code} %{size_upload}",
            "http://127.0.0.1:\(port)/captive/nothing"
        )
        let words = try #require(answer.output.split(separator: "}").last).split(separator: " ")
        #expect(words.first == "404", "\(answer.output)")
        #expect(words.last.flatMap { Int($0) }.map { $0 < 64 << 20 } == true, "\(answer.output)")
        let grown = try Self.residentKilobytes(process) - before
        #expect(grown < 32 << 10, "\(grown) KiB more than before")
        process.signal(SIGTERM)
        #expect(await process.outcome().status == 0)
    }

    private static func residentKilobytes(_ process: CommandProcess) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.id)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split { !$0.isNumber }.first.flatMap { Int($0) })
    }
}
