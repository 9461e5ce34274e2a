public import RouterOSAPI

/// Holds a router against what is known of RouterOS, and asks it what nobody knows for sure.
///
/// The same checks run against the simulator and against real routers, so that the simulator cannot drift away from the
/// truth. They add rows of their own, whose names or comments begin with `gg-probe-`, and remove them however they
/// end; no other row is changed, no setting either, and nobody is logged out.
public struct ConformanceSuite: Sendable {
    /// All checks, in the order in which they run.
    public static let checks: [ConformanceCheck] =
        ConformanceCheck.session + ConformanceCheck.sessionQuestions + ConformanceCheck.tables
        + ConformanceCheck.tableQuestions + ConformanceCheck.queries + ConformanceCheck.order
        + ConformanceCheck.gardenQuestions
        + ConformanceCheck.streams + ConformanceCheck.scripts + ConformanceCheck.speed + ConformanceCheck.guests

    /// What the names or comments of all rows of the suite begin with.
    public static let mark = OwnRows.mark

    /// The address that the suite's walled-garden rows are for, and that nobody has.
    public static let nobody = OwnRows.nobody

    private let connect: @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection
    private let patience: Duration

    /// Describes how to reach the router.
    ///
    /// - Parameters:
    ///   - patience: how long a router that went away, as in a reboot, is waited for.
    ///   - connect: connects and logs in with the password given, or with the right one for nil.
    public init(
        patience: Duration = .seconds(150),
        connect: @escaping @Sendable (_ password: String?) async throws(RouterOSError) -> RouterOSConnection
    ) {
        self.patience = patience
        self.connect = connect
    }

    /// Looks at the router and changes nothing.
    ///
    /// - Returns: what the router is, and how many rows of earlier runs are left on it.
    /// - Throws: ``/RouterOSAPI/RouterOSError`` when the router cannot be reached, or has no hotspot.
    public func survey() async throws(RouterOSError) -> (router: ConformanceRouter, leftRows: Int) {
        let connection = try await self.connect(nil)
        let result = await Self.survey(connection)
        await connection.close()
        return try result.get()
    }

    private static func survey(
        _ connection: RouterOSConnection
    ) async -> Result<(router: ConformanceRouter, leftRows: Int), RouterOSError> {
        do throws(RouterOSError) {
            let router = try await ConformanceRouter.read(connection)
            return .success((router, try await OwnRows.count(connection)))
        } catch {
            return .failure(error)
        }
    }

    /// Runs all checks, one after the other, over one connection as long as it lasts.
    ///
    /// Rows of earlier runs are removed first. Whoever cancels the task calls ``removeRows()`` afterwards, in one that is not cancelled.
    ///
    /// - Parameter onResult: is called with each result as it comes.
    /// - Returns: what the router is, and one result a check.
    /// - Throws: ``/RouterOSAPI/RouterOSError`` when the router cannot be reached at the start, or the task was cancelled.
    public func run(
        onResult: @Sendable (ConformanceResult) -> Void = { _ in }
    ) async throws(RouterOSError) -> ConformanceReport {
        let link = ConformanceLink(patience: self.patience, connect: self.connect)
        let report: Result<ConformanceReport, RouterOSError>
        do throws(RouterOSError) {
            report = .success(try await self.run(over: link, onResult))
        } catch {
            report = .failure(error)
        }
        await link.close()
        return try report.get()
    }

    private func run(
        over link: ConformanceLink,
        _ onResult: @Sendable (ConformanceResult) -> Void
    ) async throws(RouterOSError) -> ConformanceReport {
        let router = try await ConformanceRouter.read(link.connection())
        do throws(RouterOSError) {
            _ = try await OwnRows.removeAll(link.connection())
        } catch {
            // Who may not write cannot have left anything; a connection that was lost is made once more.
            if error.trap == nil {
                await link.close()
                _ = try await OwnRows.removeAll(link.waitedFor())
            } else if error.trap?.kind != .notEnoughPermissions {
                throw error
            }
        }
        var results: [ConformanceResult] = []
        var isLost = false
        for check in Self.checks {
            var result = ConformanceResult(check, .untried("the router could not be reached any more"))
            if !isLost {
                do throws(RouterOSError) {
                    result = try await self.result(of: check, router, over: link)
                } catch {
                    if Task.isCancelled { throw error }
                    isLost = true
                }
            }
            results.append(result)
            onResult(result)
        }
        return ConformanceReport(router: router, results: results, mayHaveLeftRows: isLost)
    }

    /// Removes all rows of the suite, of this run and of others.
    ///
    /// - Returns: how many there were.
    /// - Throws: ``/RouterOSAPI/RouterOSError`` when the router cannot be reached, also after waiting for it.
    @discardableResult
    public func removeRows() async throws(RouterOSError) -> Int {
        let link = ConformanceLink(patience: self.patience, connect: self.connect)
        let result: Result<Int, RouterOSError>
        do throws(RouterOSError) {
            result = .success(try await OwnRows.removeAll(link.waitedFor()))
        } catch {
            result = .failure(error)
        }
        await link.close()
        return try result.get()
    }

    /// Runs one check and removes its rows.
    ///
    /// - Throws: when the router cannot be reached any more, so that rows may be left.
    private func result(
        of check: ConformanceCheck,
        _ router: ConformanceRouter,
        over link: ConformanceLink
    ) async throws(RouterOSError) -> ConformanceResult {
        let context = ConformanceContext(
            connection: try await link.waitedFor(),
            version: router.version,
            prefix: OwnRows.mark + String(UInt64.random(in: 0...UInt64.max), radix: 36) + "-",
            connect: self.connect
        )
        let result = await ConformanceVerdict.result(of: check, context)
        if Task.isCancelled { throw RouterOSError(.cancelled) }
        do throws(RouterOSError) {
            try await OwnRows.remove(context.prefix, named: context.userNames.all, link.waitedFor())
        } catch {
            if error.trap?.kind == .notEnoughPermissions { return result }
            // The connection may have died with the check; a router that came back is asked once more.
            await link.close()
            try await OwnRows.remove(context.prefix, named: context.userNames.all, link.waitedFor())
        }
        return result
    }
}
