import GatewayDomain
import RouterOSAPI

/// What the answers of a device mean to a plan that is carried out.
extension Applier {
    func send(_ commands: [Command]) async -> [Result<Response, RouterOSError>] {
        await observer.connection.batch(
            commands,
            window: observer.configuration.commandsInFlightMaximum,
            deadline: observer.configuration.commandDeadline
        )
    }

    /// Whether a comment is the mark of a script of ours.
    func isScript(_ comment: String) -> Bool { ScriptMark(comment: comment)?.gateway == gateway }

    /// Counts the rows of commands of which nobody knows whether they took effect, before any of them ends the run: they may have been written.
    func countUnknown(_ answers: [Result<Response, RouterOSError>], _ orders: [WriteOrder]) {
        for case (.failure(let error), let order) in zip(answers, orders) where error.effect == .unknown {
            tally.count(order.operations.count)
        }
    }

    /// Decides from an answer whether the plan can go on.
    ///
    /// No guest needs a script to get in, so everything else goes on where one is refused; the plan of what is left says what is lacking.
    mutating func accept(
        _ answer: Result<Response, RouterOSError>,
        of command: Command,
        for part: ScriptRefusal.Part? = nil
    ) throws(DeviceFailure) -> Response? {
        do {
            return try DeviceFailure.of(answer, in: command)
        } catch {
            if let part, let refusal = error.scriptRefusal(answer, of: command) {
                outcome.scriptRefusals[part] = outcome.scriptRefusals[part] ?? refusal
                return nil
            }
            guard error.allowsTheRest else { throw error }
            if outcome.refusal == nil, !error.asksToLookAgain { outcome.refusal = error }
            return nil
        }
    }
}

extension Operation {
    /// Which part of the scripts it writes, if it does.
    var scriptPart: ScriptRefusal.Part? {
        switch self {
        case .setHooks: .hooks
        case .addScriptRow, .setScriptRow, .removeScriptRow: .rows
        default: nil
        }
    }
}

extension DeviceFailure {
    /// What the device said when it refused a script because of what the account or the device may do; nil for any other failure.
    fileprivate func scriptRefusal(
        _ answer: Result<Response, RouterOSError>,
        of command: Command
    ) -> ScriptRefusal? {
        guard case .failure(let error) = answer, let trap = error.trap else { return nil }
        return switch self {
        case .accountLacksPolicy:
            ScriptRefusal(command: command.path, words: trap.message, isOfDeviceMode: false)
        case .deviceModeForbids:
            ScriptRefusal(command: command.path, words: trap.message, isOfDeviceMode: true)
        default: nil
        }
    }
}
