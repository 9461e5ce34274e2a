import Testing

@testable import gardengate

/// What stands in a configuration file, and what is told of one with mistakes.
@Suite struct ConfigurationFileTests {
    private static func lines(_ text: String) -> [String] {
        do throws(ConfigurationProblem) {
            let file = try ConfigurationFile(text: text, path: "a.yaml")
            return ConfigurationReading(file: file, environment: [:]).problems.map(\.text)
        } catch {
            return [error.text]
        }
    }

    @Test(arguments: [
        (
            "sync:\n  look-intervall: 60s\n",
            "a.yaml:2: there is no key sync.look-intervall; did you mean sync.look-interval?"
        ),
        ("look-interval: 60s\n", "a.yaml:1: there is no key look-interval; did you mean sync.look-interval?"),
        (
            "http:\n  look-interval: 60s",
            "a.yaml:2: there is no key http.look-interval; did you mean sync.look-interval?"
        ),
        ("sync.audit: 6h\n", "a.yaml:1: there is no key sync.audit; did you mean sync.audit-interval?"),
        ("zebra: 1\n", "a.yaml:1: there is no key zebra; gardengate configuration lists them all"),
        ("sync: 60s\n", "a.yaml:1: sync is a section of keys, such as sync.look-interval"),
        (
            "sync:\n  look-interval: 60\n",
            "a.yaml:2: sync.look-interval \"60\" has no unit; give a duration with its unit, such as 60s, 5m or 6h"
        ),
        (
            "sync:\n\n  look-interval: 60sec\n",
            """
            a.yaml:3: sync.look-interval "60sec" has the unknown unit "sec"; give a duration with its unit, such as 60s, 5m or 6h
            """
        ),
        ("sync.look-interval: 5m5m", "\"5m5m\" is no duration"), ("sync.look-interval: -5s", "\"-5s\" is no duration"),
        ("sync.look-interval: 2d", "a.yaml:1: sync.look-interval \"2d\" is out of bounds; give 1s to 1d"),
        ("sync.look-interval: \"\"", "sync.look-interval \"\" is empty"),
        ("sync.look-interval:\n", "a.yaml:1: sync.look-interval has no value"),
        ("sync.look-interval: {a: 1}", "a.yaml:1: sync.look-interval"),
        ("sync.look-interval: [60s, 70s]", "a.yaml:1: sync.look-interval \"60s, 70s\" is a list"),
        (
            "limits.free-storage: 1048576",
            "limits.free-storage \"1048576\" has no unit; give an amount of data with its unit, such as 512B, 64KiB or 1MiB"
        ),
        ("limits.free-storage: 1MB", "has the unknown unit \"mb\""),
        ("limits.free-storage: 99999999999G", "is too much"),
        ("limits.unexplained-removals: 0.2", "has no unit; give a share in percent, such as 20%"),
        ("limits.unexplained-removals: 120%", "is out of bounds; give 0% to 100%"),
        ("sync.devices-at-once: 64s", "is no whole number; give a whole number without a unit, such as 64"),
        ("sync.devices-at-once: 0", "is out of bounds; give 1 to 100000"),
        ("writing.script-advantage-min: 2x", "is no number"), ("wait: perhaps", "is neither yes nor no"),
        ("http.listen: 8080", "is no address with a port; give a host:port"),
        ("http.public-url: wifi.example.com", "is no whole URL"),
        ("http.trusted-proxies: [10.0.0.0/8, proxy]", "\"10.0.0.0/8, proxy\" is no address or network"),
        ("guest-data.days: 0", "give a number of days from 1 to 3650, or forever"),
        ("log.level: loud", "give trace, debug, info, notice, warning or error"),
        (
            "http:\n  tls-key: /a\n  listen: 127.0.0.1:1\n",
            "a.yaml:2: http.tls-certificate and http.tls-key belong together"
        ),
        (
            "sync:\n  look-interval: 6h\n  audit-interval: 5m\n",
            "a.yaml:3: sync.audit-interval is 5m, and sync.look-interval is 6h: it must be at least as long"
        ),
        ("http.listen: 0.0.0.0:80", "plain HTTP on 0.0.0.0 would let everybody in between read tokens and codes"),
        ("http.public-url: https://a.example", "nothing listens: give http.listen HOST:PORT"),
        ("wait: true\nwait: false\n", "wait is given twice"),
        ("sync.connections: 5\nsync:\n  connections: 6\n", "a.yaml:3: sync.connections is given twice, also in line 1"),
        ("sync:\n\tlook-interval: 60s\n", "a.yaml:2: no YAML: "), ("a: [1\n", "no YAML: "),
        ("just words\n", "a.yaml:1: the file must hold keys with values"),
        ("- wait\n", "a.yaml:1: the file must hold keys"),
        ("? [a, b]\n: 1\n", "a.yaml:1: this is no key"), ("a: {b: {c: {d: {e: 1}}}}", "this is no key"),
        ("\u{1B}[2Jevil: 1\n", "a.yaml"),
    ])
    func `a mistake is one line with its place and the way out`(text: String, message: String) {
        let lines = Self.lines(text)
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.contains(message) == true, "\(lines)")
        #expect(lines.first?.contains("\u{1B}") == false)
    }

    @Test func `all mistakes of a file are told at once, in its order`() {
        let lines = Self.lines(
            """
            sync:
              look-interval: 60
              audit: 6h
            limits:
              rows-per-day: many
            """
        )
        #expect(lines.count == 3, "\(lines)")
        #expect(lines.map { $0.prefix(9) } == ["a.yaml:2:", "a.yaml:3:", "a.yaml:5:"])
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "sync:\n", "sync:\n  # look-interval: 60s\nhttp:\n", "{}"])
    func `a file that says nothing is one`(text: String) {
        #expect(Self.lines(text) == [])
    }

    @Test func `a file names the key of its own database, and of no other`() throws {
        let text = "database: /var/lib/gate.db\nkey-file: /etc/keys/gate.key\n"
        func key(_ options: [String: [String]], _ environment: [String: String] = [:]) throws -> String? {
            let file = try ConfigurationFile(text: text, path: "a")
            return ConfigurationReading(file: file, environment: environment, flags: ConfigurationFlags(options))
                .keyFile
        }
        #expect(try key([:]) == "/etc/keys/gate.key")
        #expect(try key(["database": ["/var/lib/gate.db"]]) == "/etc/keys/gate.key", "it is the same one")
        #expect(try key(["database": ["/tmp/other.db"]]) == nil)
        #expect(try key([:], ["GARDENGATE_DATABASE": "/tmp/other.db"]) == nil)
        #expect(try key(["database": ["/tmp/other.db"], "key-file": ["/tmp/k"]]) == "/tmp/k")
        #expect(try key(["database": ["/tmp/other.db"]], ["GARDENGATE_KEY_FILE": "/tmp/k"]) == "/tmp/k")
    }

    @Test func `a file that is not there is told with what names another one`() {
        func message(_ path: String?, option: String = "--config") -> String? {
            let environment = ["GARDENGATE_CONFIG": "/nowhere/gate.yaml"]
            do throws(ConfigurationProblems) {
                _ = try ConfigurationSource(path: path, option: option, environment: environment).read()
                return nil
            } catch {
                return error.lines.first
            }
        }
        #expect(message("/nowhere/a.yaml")?.hasSuffix("name another with --config FILE") == true)
        #expect(message("/nowhere/a.yaml", option: "--check")?.hasSuffix("name another with --check FILE") == true)
        #expect(message(nil)?.hasSuffix("name another with GARDENGATE_CONFIG=FILE in the environment") == true)
    }

    @Test func `sections, dotted keys and lists mean the same in each way to write them`() throws {
        let texts = [
            "http:\n  listen: 127.0.0.1:1\n  trusted-proxies:\n    - 127.0.0.1\n    - 10.0.0.0/8\n",
            "http.listen: '127.0.0.1:1'\nhttp.trusted-proxies: [127.0.0.1, 10.0.0.0/8]\n",
            "http: {listen: \"127.0.0.1:1\", trusted-proxies: \"127.0.0.1, 10.0.0.0/8\"}\n",
        ]
        for text in texts {
            let reading = ConfigurationReading(file: try ConfigurationFile(text: text, path: "a"), environment: [:])
            #expect(reading.problems == [])
            #expect(reading.settings.http.listen?.port == 1)
            #expect(reading.settings.http.trustedProxies.map(\.text) == ["127.0.0.1", "10.0.0.0/8"])
        }
    }

    @Test func `the example says what holds anyway, key by key`() throws {
        let example = ConfigurationExample(GatewaySettings(), given: []).text
        #expect(Self.lines(example) == [])
        let uncommented = ConfigurationExample(GatewaySettings(), given: Set(ConfigurationKey.all.map(\.name))).text
        let file = try ConfigurationFile(text: uncommented, path: "a")
        let reading = ConfigurationReading(file: file, environment: [:])
        #expect(reading.problems.map(\.text) == [])
        for key in ConfigurationKey.all {
            #expect(example.contains(key.documentation))
            #expect(file.line(of: key.name) != nil, "\(key.name) is not in the example")
            if let standard = key.standard { #expect(key.text(in: reading.settings) == standard) }
        }
    }

    @Test(arguments: [
        ("GARDENGATE_SYNC_LOOK_INTERVAL", "60", "environment: GARDENGATE_SYNC_LOOK_INTERVAL=\"60\" has no unit"),
        ("GARDENGATE_WAIT", "", "environment: GARDENGATE_WAIT=\"\" is neither yes nor no"),
    ])
    func `a mistake in the environment names the variable`(name: String, value: String, message: String) {
        let problems = ConfigurationReading(file: nil, environment: [name: value]).problems.map(\.text)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(message) == true, "\(problems)")
    }

    @Test func `a variable that is no key is told and does no harm`() {
        let reading = ConfigurationReading(
            file: nil,
            environment: [
                "GARDENGATE_SYNC_LOOK_INTERVALL": "5s", "GARDENGATE_PORT": "tcp://10.0.0.1:80", "GARDENGATE": "x",
            ]
        )
        #expect(reading.problems == [])
        #expect(reading.warnings.count == 2, "\(reading.warnings)")
        #expect(reading.warnings.last?.hasSuffix("did you mean GARDENGATE_SYNC_LOOK_INTERVAL?") == true)
    }

    @Test func `a mistake in --set names it`() {
        let flags = ConfigurationFlags(
            [:],
            assignments: ["sync.connections", "sync.conections=5", "sync.connections=x"]
        )
        let texts = ConfigurationReading(flags: flags).problems.map(\.text)
        #expect(texts.count == 3)
        #expect(texts[0].contains("write KEY=VALUE"))
        #expect(texts[1].contains("did you mean sync.connections?"))
        #expect(texts[2].contains("--set sync.connections=\"x\" is no whole number"))
    }
}
