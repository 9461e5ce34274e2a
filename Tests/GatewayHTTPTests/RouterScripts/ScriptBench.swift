import GatewayDomain
import RouterOSAPI
import RouterOSSimulator
import Testing

/// A simulated router with the scripts as they are rendered, guests with phones, and somebody to report to.
struct ScriptBench: Sendable {
    /// The versions that the scripts are for.
    static let versions = ["7.12.2", "7.16.2", "7.20.8", "7.24"]
    /// 2026-09-25T21:10:05Z.
    static let start: Int64 = 1_790_370_605
    static let token = "ggd_0123456789abcdef"

    let router: SimulatedRouter
    let sink: EventSink
    let scripts: RouterScripts

    /// Runs a body with a bench of its own.
    ///
    /// - Parameters:
    ///   - version: the router's.
    ///   - isReporting: whether the scripts report at all.
    ///   - url: where to, unless it is the bench's own server.
    ///   - isTimed: whether a time server set the clock.
    ///   - body: what to do.
    /// - Throws: what `body` throws.
    static func with(
        _ version: String = "7.20.8",
        isReporting: Bool = true,
        url: String? = nil,
        isTimed: Bool = true,
        _ body: (ScriptBench) async throws -> Void
    ) async throws {
        var configuration = SimulatedRouterConfiguration(
            version: try #require(RouterOSVersion(version)),
            tls: .off,
            clockSpeed: 0
        )
        configuration.clockStart = start
        configuration.timeServerStart = start
        // What a test waits for may take longer on a busy machine than a router's own patience of ten seconds.
        configuration.faults.fetchIdleTimeout = .seconds(120)
        let router = try await SimulatedRouter.start(configuration)
        do {
            try await EventSink.serving { sink in
                let reporting = RouterScripts.Reporting(
                    url: url ?? "http://127.0.0.1:\(sink.port)/routeros/events",
                    token: Secret(token),
                    check: .yes
                )
                let gateway = try #require(GatewayID("ab12"))
                let scripts = RouterScripts(gateway: gateway, reporting: isReporting ? reporting : nil)
                let bench = ScriptBench(router: router, sink: sink, scripts: scripts)
                if !isTimed { try await router.edit("/system/ntp/client/set", ["enabled": "no"]) }
                try await bench.install()
                try await body(bench)
                sink.hangUp()
            }
        } catch {
            await router.stop()
            throw error
        }
        await router.stop()
    }

    /// Puts the scripts where they belong.
    private func install() async throws {
        try await router.edit("/ip/hotspot/profile/set", [".id": "hsprof1", "login-by": "mac-cookie,http-chap"])
        try await router.edit("/ip/address/add", ["address": "10.9.0.1/16", "interface": "ether2"])
        try await router.edit("/ip/hotspot/add", ["name": "staff", "interface": "ether2", "profile": "hsprof1"])
        try await router.edit(
            "/ip/hotspot/user/profile/add",
            ["name": "gg-ab12-x", "shared-users": "5", "on-login": scripts.onLogin, "on-logout": scripts.onLogout]
        )
        // Whose variables the scripts of the scheduler see.
        try await router.setAccount(SimulatedAccount(name: "tool", password: ""))
        try await schedule(
            scripts.reportName,
            scripts.report,
            every: RouterScripts.reportIntervalSeconds,
            RouterScripts.reportPolicies
        )
        try await schedule(
            scripts.sweepName,
            scripts.sweep,
            every: RouterScripts.sweepIntervalSeconds,
            RouterScripts.sweepPolicies
        )
    }

    private func schedule(_ name: String, _ source: String?, every seconds: Int64, _ policies: [String]) async throws {
        guard let source else { return }
        let policy = policies.joined(separator: ",")
        try await router.edit("/system/script/add", ["name": name, "source": source, "policy": policy])
        try await router.edit(
            "/system/scheduler/add",
            [
                "name": name, "interval": "\(seconds)s", "on-event": name, "policy": policy,
                "start-time": RouterScripts.startTime,
            ]
        )
    }

    // MARK: - Users

    /// A mark as the gateway writes it, of a coupon that is to be redeemed within an hour and lasts two, and more behind it.
    static func mark(
        _ more: String = "",
        x: Int64 = start + 3600,
        t: Int64 = 7200,
        kind: String = "coupon",
        gateway: String = "ab12"
    ) -> String {
        "gg1 \(gateway) \(kind) 7f0c x=\(x) t=\(t) p=c0ffee\(more)"
    }

    /// Adds a user; nil for a comment means none.
    func add(_ name: String, _ comment: String? = mark(), _ more: [String: String] = [:]) async throws {
        try await add(bytes: Array(name.utf8), comment, more)
    }

    func add(bytes name: [UInt8], _ comment: String? = mark(), _ more: [String: String] = [:]) async throws {
        var attributes = more.mapValues { Array($0.utf8) }
        attributes["name"] = name
        if attributes["profile"] == nil { attributes["profile"] = Array("gg-ab12-x".utf8) }
        if let comment { attributes["comment"] = Array(comment.utf8) }
        try await router.editBytes("/ip/hotspot/user/add", attributes)
    }

    /// A guest logs in with the phone of a number.
    func login(_ name: String, phone: Int = 1) async throws {
        try await login(bytes: Array(name.utf8), phone: phone)
    }

    func login(bytes name: [UInt8], phone: Int = 1) async throws {
        try await router.editBytes(
            "/ip/hotspot/active/login",
            ["user": name, "ip": Array(Self.address(phone).utf8), "mac-address": Array(Self.mac(phone).utf8)]
        )
    }

    static func mac(_ phone: Int) -> String { "02:00:00:00:00:0\(phone)" }
    static func address(_ phone: Int) -> String { "10.5.50.2\(phone)" }

    /// Lets time pass; scripts run, and what they send is answered.
    func pass(_ seconds: Int64) async throws {
        try await router.advanceClock(by: .seconds(seconds))
    }

    // MARK: - What came of it

    /// A user's row; nil when it is gone.
    func user(_ name: String) async throws -> [String: String]? {
        try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == name }
    }

    func comment(_ name: String) async throws -> String? { try await user(name)?["comment"] }

    /// The names of the users that have a comment, in their order.
    func users() async throws -> [String] {
        try await router.rows(of: "/ip/hotspot/user").filter { $0["default"] != "true" && $0["comment"] != nil }
            .compactMap { $0["name"] }
    }

    /// The names of those who are in.
    func active() async throws -> [String] {
        try await router.rows(of: "/ip/hotspot/active").compactMap { $0["user"] }
    }

    /// How often the flash was written.
    func writes() async throws -> Int { try await router.activity().configurationWrites }

    /// What the log says with a topic.
    func log(_ topic: String) async throws -> [String] {
        try await router.rows(of: "/log").filter { $0["topics"] == topic }.compactMap { $0["message"] }
    }

    /// Expects that no script failed.
    func expectNoErrors(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let lines = try await router.rows(of: "/log").filter { $0["topics"]?.hasPrefix("script,error") == true }
        let errors = Set(lines.compactMap { $0["message"] })
        #expect(errors == [], sourceLocation: sourceLocation)
    }

    /// The events of a kind that arrived since, with their values as they were meant.
    func events(_ kind: String = "login") -> [[String: String]] {
        sink.lines.map(Self.fields).filter { $0["event"] == kind }
    }

    static func fields(_ line: String) -> [String: String] {
        Dictionary(
            line.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), parts.count > 1 ? RouterOSText.text(decoded(parts[1])) : "")
            },
            uniquingKeysWith: { $1 }
        )
    }

    /// The bytes behind `%XX`.
    static func decoded(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
