import Foundation
import Glibc
import Logging
import NIOPosix
import RouterOSAPI
import RouterOSSimulator

/// How much heap an idle connection to a router takes: logged in over TLS, with a `listen` open, after a look.
///
///     ConnectionBench [COUNT]
///
/// COUNT is how many connections are opened, 900 unless given; a router takes 1,000 at most.
///
/// Prints `idle_connection_bytes BYTES GOAL met|missed`, and fails when the goal is missed. The simulated router runs in a process of its own, so
/// that its heap does not count. What is counted is what the C library has given out, OpenSSL's memory included.
@main
enum ConnectionBench {
    /// What an idle connection may take.
    private static let goal = 64 * 1024

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.first != "router" else { return try await beRouter() }
        try await measure(arguments.first.flatMap { Int($0) } ?? 900)
    }

    private static func measure(_ count: Int) async throws {
        allowOpenFiles()
        let router = try RouterProcess()
        defer { router.end() }
        var configuration = RouterOSConnectionConfiguration(
            host: "127.0.0.1",
            port: router.port,
            transport: .tls(.pinned(router.fingerprint))
        )
        configuration.loginTimeout = .seconds(60)
        // What is made once for all connections is not counted.
        var open = try await connections(10, configuration)
        let before = try Heap.bytesInUse()
        open += try await connections(count, configuration)
        let each = (try Heap.bytesInUse() - before) / count
        print("idle_connection_bytes \(each) \(goal) \(each <= goal ? "met" : "missed")")
        for held in open { await held.connection.close() }
        guard each <= goal else { throw Missed() }
    }

    private struct Missed: Error, CustomStringConvertible {
        let description = "an idle connection takes more than \(ConnectionBench.goal) bytes"
    }

    /// A connection, and the `listen` over it, which ends when nobody holds it.
    private struct Held {
        let connection: RouterOSConnection
        let logins: RowSequence
    }

    private static func connections(_ count: Int, _ configuration: RouterOSConnectionConfiguration) async throws
        -> [Held]
    {
        var open: [Held] = []
        for _ in 0..<count {
            let connection = try await RouterOSConnection.connect(
                configuration,
                credentials: RouterOSCredentials(user: "admin", password: "simulated"),
                on: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
            )
            let logins = connection.listen(Command("/ip/hotspot/active/listen"))
            let look = ["user", "user/profile", "walled-garden", "walled-garden/ip"].map {
                Command("/ip/hotspot/\($0)/print").with(flag: "count-only")
            }
            for answer in await connection.batch(look) { _ = try answer.get() }
            open.append(Held(connection: connection, logins: logins))
        }
        return open
    }

    private static func allowOpenFiles() {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return }
        limits.rlim_cur = limits.rlim_max
        // With too few, connecting says so.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    /// Runs a router until nobody writes to this process any more.
    private static func beRouter() async throws {
        allowOpenFiles()
        let router = try await SimulatedRouter.start()
        try await router.edit("/ip/service/set", [".id": "api-ssl", "max-sessions": "1000"])
        print("\(router.port) \(router.fingerprint?.description ?? "")")
        fflush(nil)
        _ = try FileHandle.standardInput.readToEnd()
        await router.stop()
    }
}
