import Foundation
import RouterOSAPI
import RouterOSSimulator
import Synchronization
import Testing

/// Where somebody works with the command: a folder with a database and password files, and everything that was printed.
final class Workplace: Sendable {
    /// The password of the simulated routers, told from every other text.
    static let password = "Zq7-hunter-simulated"

    private let folder: URL
    private let printed = Mutex("")

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gardengate-use-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed from a temporary folder does no harm there.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Everything that commands printed here so far.
    var everythingPrinted: String { printed.withLock { $0 } }

    /// What a user's shell gives to the command, without anything of this machine's user.
    var environment: [String: String] {
        [
            "HOME": folder.path, "PATH": "/usr/bin:/bin", "GARDENGATE_DATABASE": path("gate.db"), "TZ": "UTC",
            // Not that of a gateway that is installed here.
            "GARDENGATE_CONFIG": "",
        ]
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// A file that holds a secret, readable by nobody else.
    func secretFile(_ secret: String = Workplace.password) throws -> String {
        let path = path("secret-\(UUID().uuidString)")
        try Data((secret + "\n").utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    /// The bytes of the database's files.
    func databaseBytes() throws -> Data {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasPrefix("gate.db") && !$0.hasSuffix(".key")
        }
        return try files.reduce(into: Data()) { $0 += try Data(contentsOf: folder.appendingPathComponent($1)) }
    }

    // MARK: - Commands

    /// Starts a command.
    func start(
        _ arguments: [String],
        input: String = "",
        deadline: Duration = .seconds(180),
        onErrors: @escaping @Sendable (_ text: String, _ kill: () -> Void) -> Void = { _, _ in }
    ) throws -> CommandProcess {
        try CommandProcess(
            arguments,
            environment: environment,
            input: input,
            deadline: deadline,
            onErrors: onErrors
        )
    }

    /// Runs a command to its end.
    func run(_ arguments: String..., input: String = "") async throws -> CommandProcess.Outcome {
        try await run(arguments, input: input)
    }

    /// Runs a command to its end.
    func run(_ arguments: [String], input: String = "") async throws -> CommandProcess.Outcome {
        let outcome = try await start(arguments, input: input).outcome()
        printed.withLock { $0 += outcome.output + outcome.errors }
        return outcome
    }

    /// Runs a command that must succeed, and gives what it printed.
    @discardableResult
    func text(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        try await text(arguments, sourceLocation: sourceLocation)
    }

    /// Runs a command that must succeed, and gives what it printed.
    @discardableResult
    func text(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        let outcome = try await run(arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
        return outcome.output
    }

    /// Runs a command that must succeed with `--json`, and gives its one value.
    @discardableResult
    func json(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        try await json(arguments, sourceLocation: sourceLocation)
    }

    /// Runs a command that must succeed with `--json`, and gives its one value.
    @discardableResult
    func json(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let outcome = try await run(arguments + ["--json"])
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
        return try JSONValue(parsing: outcome.output)
    }

    /// Everything that can be listed, to see whether a failed command left something behind.
    func everythingListed() async throws -> [String] {
        var lists = [
            try await text("instance", "list", "--json"), try await text("device", "list", "--json"),
            try await text("coupon", "list", "--json"),
        ]
        lists.append(try await text("site", "list", "--json"))
        for site in try JSONValue(parsing: lists[3]).elements.compactMap({ $0["id"].string }) {
            lists.append(try await text("user", "list", site, "--json"))
            lists.append(try await text("walled-garden", "list", site, "--json"))
        }
        return lists
    }

    // MARK: - A place with a router

    /// An instance and a site that it serves, with one device for each router.
    func makeSite(_ name: String = "Hotel Linde", _ routers: SimulatedRouter...) async throws {
        if !FileManager.default.fileExists(atPath: path("gate.db")) {
            try await text("instance", "add", "Lobby", "--session-ttl", "12h")
        }
        try await text("site", "add", name, "--instance", "Lobby")
        for router in routers { try await addDevice(router, at: name) }
    }

    /// Adds a router that is recognised by its certificate.
    func addDevice(_ router: SimulatedRouter, at site: String) async throws {
        let trust = router.fingerprint.map { "pin:\($0)" } ?? "anonymous"
        try await text(
            "device",
            "add",
            site,
            "\(router.host):\(router.port)",
            "--user",
            router.user,
            "--trust",
            trust,
            "--password-file",
            secretFile()
        )
    }

    /// Makes coupons and gives their codes.
    func coupons(_ count: Int) async throws -> [String] {
        try await json("coupon", "create", "--instance", "Lobby", "--count", "\(count)", "--minutes", "600")
            .elements.compactMap { $0["code"].string }
    }
}

extension SimulatedRouter {
    /// Starts a router that stops when `body` is done.
    static func running<Value: Sendable>(
        _ changing: (inout SimulatedRouterConfiguration) -> Void = { _ in },
        _ body: @Sendable (SimulatedRouter) async throws -> Value
    ) async throws -> Value {
        var configuration = SimulatedRouterConfiguration(
            tls: .certificate(try SharedIdentity.identity.get()),
            password: Workplace.password
        )
        changing(&configuration)
        let router = try await SimulatedRouter.start(configuration)
        do {
            let value = try await body(router)
            await router.stop()
            return value
        } catch {
            await router.stop()
            throw error
        }
    }

    /// The names of the hotspot users that a gateway put there, sorted.
    func managedUsers() async throws -> [String] {
        try await rows(of: "/ip/hotspot/user").filter { $0["comment"]?.hasPrefix("gg1 ") == true }
            .compactMap { $0["name"] }.sorted()
    }
}

/// A certificate that all routers share unless told otherwise: a key takes a while to make.
private enum SharedIdentity {
    static let identity = Result {
        try TLSServerIdentity.selfSigned(commonName: "router", subjectAltNames: ["127.0.0.1"])
    }
}

extension SimulatedRouter {
    /// Waits until so many connections were accepted.
    func reached(connections: Int) async throws {
        while try await activity().connections < connections { await Task.yield() }
    }

    /// Waits until so many more commands have arrived, or the process has ended.
    func received(commands: Int, orEndOf process: CommandProcess) async throws {
        let goal = try await activity().commandCount + commands
        while !process.hasEnded, try await activity().commandCount < goal { await Task.yield() }
    }

    /// Waits until a gateway's users here are these.
    func holds(_ names: [String]) async throws {
        while try await managedUsers() != names.sorted() { await Task.yield() }
    }
}
