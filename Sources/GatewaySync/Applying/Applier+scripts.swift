import GatewayDomain
import RouterOSAPI

/// Adding many users by one script.
extension Applier {
    /// Adds users by scripts, as far as they can be said in one; what the router does not hold after that, and all other operations, go by
    /// commands, whose answers tell why.
    ///
    /// Whatever becomes of a script, what it did is read: an answer is no proof (a script's error may be no error of the request).
    ///
    /// - Parameter operations: of a stage that writes users.
    /// - Throws: when the connection is lost.
    mutating func writeByScript(_ operations: [Operation]) async throws(DeviceFailure) {
        reading = nil
        var rows: [UserScript.Row] = []
        var added: [String: Operation] = [:]
        var rest: [Operation] = []
        for operation in operations {
            if case .addUser(let user, let server) = operation, added[user.name] == nil,
                let row = UserScript.Row(user, server: server, gateway: gateway, now: observer.now())
            {
                rows.append(row)
                added[user.name] = operation
            } else {
                rest.append(operation)
            }
        }
        for script in UserScript.scripts(for: rows) {
            var missing = Set(script.names)
            if !pace.refusesScripts {
                let isDone: Bool
                do throws(DeviceFailure) {
                    isDone = try await run(script)
                    missing.subtract(try await present(script.names))
                } catch {
                    // Nobody knows how many of its rows were written: the flash may have taken all of them.
                    tally.count(script.names.count)
                    throw error
                }
                tally.count(script.names.count - missing.count)
                // A router that says that it carried out what it did not is not asked again.
                if !isDone || missing.count > script.names.count / 2 { pace.scriptFailed() }
            }
            rest += script.names.filter(missing.contains).compactMap { added[$0] }
        }
        for chunk in rest.chunks(of: observer.configuration.writing.commandRowsMaximum) {
            try await write(Array(chunk))
            // The rest would be refused for the same reason.
            if outcome.refusal?.meansFullStorage == true { return }
        }
    }

    /// Has the router carry a script out.
    ///
    /// `as-string`, by its presence, has the answer come when the script has ended, with what it printed (measured by tikoci/quickchr;
    /// in the command tree since 7.10 at the latest).
    ///
    /// - Returns: whether it came to its end. It did not where the account may not run one, or where the answer is that of a router that
    ///   did not wait.
    private mutating func run(_ script: UserScript) async throws(DeviceFailure) -> Bool {
        let command = Command("/execute").with("script", script.text.revealed).with(flag: "as-string")
        let startedAt = observer.now()
        let answers = await observer.connection.batch(
            [command],
            window: 1,
            deadline: observer.configuration.commandDeadline
        )
        guard let answer = answers.first else { return false }
        switch answer {
        case .success(let response):
            guard response.ret?.contains(UserScript.lastWord) == true else { return false }
            pace.ran(scriptOf: script.names.count, in: observer.now() - startedAt)
            return true
        case .failure(let error):
            if case .timedOut = error.reason {
                pace.gaveUp(scriptOf: script.names.count, after: observer.now() - startedAt)
            }
            if error.trap == nil { _ = try DeviceFailure.of(answer, in: command) }
            return false
        }
    }

    /// Which of these users are there, and ours.
    private func present(_ names: [String]) async throws(DeviceFailure) -> Set<String> {
        let commands = names.sorted().chunks(of: Observer.namesPerCommand).map { names in
            Command("\(UserReading.menu)/print").proplist(["name", "comment"])
                .filtered(by: .any(names.map { .equal("name", $0) }))
        }
        var present: Set<String> = []
        for (answer, command) in zip(await send(commands), commands) {
            for row in try DeviceFailure.of(answer, in: command).rows {
                guard let name = row.text("name"),
                    OwnershipMark(comment: row.text("comment") ?? "")?.gateway == gateway
                else { continue }
                present.insert(name)
            }
        }
        return present
    }
}
