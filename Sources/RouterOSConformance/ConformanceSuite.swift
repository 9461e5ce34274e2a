public import RouterOSAPI

/// Holds a router against what is known of RouterOS.
///
/// The same checks run against the simulator and against real routers, so that the simulator cannot drift away from the
/// truth. They add rows of their own, whose names or comments begin with `gg-conformance`, and remove them however they
/// end; no other row is changed.
public struct ConformanceSuite: Sendable {
    /// All checks, in the order in which they run.
    public static let checks: [ConformanceCheck] =
        ConformanceCheck.session + ConformanceCheck.tables + ConformanceCheck.queries + ConformanceCheck.order
        + ConformanceCheck.streams

    private let connect: @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection

    /// Describes how to reach the router.
    ///
    /// - Parameter connect: connects and logs in with the password given, or with the right one for nil.
    public init(
        connect: @escaping @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection
    ) {
        self.connect = connect
    }

    /// Runs all checks, one after the other.
    ///
    /// - Returns: one result a check.
    /// - Throws: ``/RouterOSAPI/RouterOSError`` when the router cannot be reached or does not say its version.
    public func run() async throws(RouterOSError) -> [ConformanceResult] {
        var results: [ConformanceResult] = []
        for check in Self.checks {
            // A connection each, so that one that a check breaks does not fail the rest.
            let connection = try await self.connect(nil)
            let context = try await self.context(connection)
            let outcome = await Self.outcome(of: check, context)
            results.append(ConformanceResult(name: check.name, source: check.source, outcome: outcome))
            await connection.close()
        }
        return results
    }

    private func context(_ connection: RouterOSConnection) async throws(RouterOSError) -> ConformanceContext {
        let resource = try await connection.call(Command("/system/resource/print").proplist(["version"]))
        return ConformanceContext(
            connection: connection,
            version: RouterOSVersion(resource.rows.first?.text("version") ?? "") ?? RouterOSVersion(0, 0),
            prefix: "gg-conformance-\(UInt32.random(in: 0...UInt32.max))-",
            connect: self.connect
        )
    }

    private static func outcome(
        of check: ConformanceCheck,
        _ context: ConformanceContext
    ) async -> ConformanceResult.Outcome {
        var outcome = ConformanceResult.Outcome.passed
        do {
            try await check.run(context)
        } catch let skip as ConformanceSkip {
            outcome = .skipped(skip.reason)
        } catch {
            outcome = .failed("\(error)")
        }
        do {
            try await self.cleanUp(context)
        } catch {
            outcome = .failed("own rows could not be removed: \(error)")
        }
        return outcome
    }

    /// Removes own rows, over a connection of its own when the check broke the other.
    private static func cleanUp(_ context: ConformanceContext) async throws {
        let connection = try await context.connect(nil)
        do {
            let menus = [
                ConformanceContext.users, ConformanceContext.profiles, ConformanceContext.gardenIP,
                ConformanceContext.garden,
            ]
            for menu in menus {
                try await self.removeOwnRows(of: menu, context.prefix, connection)
            }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private static func removeOwnRows(of menu: String, _ prefix: String, _ connection: RouterOSConnection) async throws
    {
        let rows = try await connection.call(Command("\(menu)/print")).rows
        for row in rows {
            let isOwn = ["name", "comment"].contains { row.text($0)?.hasPrefix(prefix) == true }
            guard isOwn, try row.boolean("dynamic") != true, let id = try row.itemID(".id") else { continue }
            _ = try await connection.call(Command("\(menu)/remove").id(id))
        }
    }
}
