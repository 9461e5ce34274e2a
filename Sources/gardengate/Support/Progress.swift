import Glibc

/// Shows on a terminal that work goes on; silent everywhere else.
enum Progress {
    /// Runs the work, with a line on standard error that counts the seconds and vanishes at the end.
    ///
    /// - Parameters:
    ///   - text: what goes on.
    ///   - work: the work.
    /// - Returns: what the work gave.
    /// - Throws: one line that names the remedy.
    static func showing<Value: Sendable>(
        _ text: String,
        during work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard isatty(STDERR_FILENO) == 1 else { return try await work() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await count(text)
                return nil
            }
            defer {
                group.cancelAll()
                Streams.errorText("\r\u{1B}[K")
            }
            while let result = try await group.next() {
                if let value = result { return value }
            }
            throw CancellationError()
        }
    }

    private static func count(_ text: String) async {
        let begin = ContinuousClock.now
        while !Task.isCancelled {
            let seconds = (ContinuousClock.now - begin).components.seconds
            // Short work shows nothing.
            if seconds > 0 { Streams.errorText("\r\u{1B}[K\(text) … \(seconds) s") }
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return }
        }
    }
}
