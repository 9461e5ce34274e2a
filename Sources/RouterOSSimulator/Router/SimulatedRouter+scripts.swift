import NIOCore

extension SimulatedRouter {
    /// Runs a script, as if an administrator had pasted it, and waits for its end.
    ///
    /// A script that pauses ends only when the clock goes on, by itself or by ``advanceClock(by:)``.
    ///
    /// - Parameters:
    ///   - source: the script.
    ///   - user: whose policies and global variables count. Default `admin`.
    ///   - printing: takes what it prints while it runs, also when it fails then, in whole lines without the end of the last one; it is
    ///     called on the router's event loop. Default nobody.
    /// - Returns: what it printed.
    /// - Throws: ``SimulatedRouterError/commandRefused(_:)`` with the text of its failure, or ``SimulatedRouterError/stopped`` when the power went
    ///   first.
    @discardableResult
    public func run(
        _ source: String,
        as user: String = "admin",
        printing: (@Sendable (_ lines: String) -> Void)? = nil
    ) async throws(SimulatedRouterError) -> String {
        let result: ScriptResult
        do {
            result = try await self.loop.flatSubmit { [device] in
                device.value.run(source, as: user, printing: printing)
            }.get()
        } catch {
            throw .stopped
        }
        switch result {
        case .done(_, let output): return output?.text ?? ""
        case .failure(let failure, _): throw .commandRefused(failure.message.text)
        }
    }

    /// Waits until no script waits for the network.
    ///
    /// - Throws: ``SimulatedRouterError/stopped``.
    public func scriptsAnswered() async throws(SimulatedRouterError) {
        let answered = self.loop.flatSubmit { [device] in device.value.whenAnswered() }
        do {
            try await answered.get()
        } catch {
            throw .stopped
        }
    }
}
