import Foundation
import Glibc
import RouterOSAPI
import RouterOSConformance
import Synchronization

/// A probe under way, which leaves nothing behind when it is stopped.
struct ProbeRun {
    let suite: ConformanceSuite
    let target: ProbeTarget

    private enum Ending: Sendable {
        case finished(Result<ConformanceReport, RouterOSError>)
        case removed(Result<Int, RouterOSError>)
        case stopped(signal: Int32)
    }

    /// Runs all checks.
    ///
    /// - Returns: what was found out.
    /// - Throws: one line that says what is left on the router, if anything is.
    func report() async throws -> ConformanceReport {
        let signals = TerminationSignals([SIGINT, SIGTERM, SIGHUP])
        let ending = await race(signals) {
            do throws(RouterOSError) {
                let progress = ProbeProgress(total: ConformanceSuite.checks.count)
                defer { progress.end() }
                return .finished(.success(try await suite.run { progress.show($0.name) }))
            } catch {
                return .finished(.failure(error))
            }
        }
        if case .finished(.success(let report)) = ending { return report }
        if case .stopped = ending {
            Streams.error("stopping: the probe's rows are being removed (stop it again to leave them to the next one)")
        }
        // A second time, in case that the first broke off in the middle of a check.
        let cleaning = await race(signals) {
            do throws(RouterOSError) {
                return .removed(.success(try await suite.removeRows()))
            } catch {
                return .removed(.failure(error))
            }
        }
        let isClean = if case .removed(.success) = cleaning { true } else { false }
        switch ending {
        case .finished(.failure(let error)):
            throw Self.failure(target.failure(error).message, isClean: isClean, at: target.place)
        case .stopped(let signal):
            // As shells count it: 128 and the number of the signal.
            throw Self.failure("stopped", isClean: isClean, at: target.place, exitCode: 128 + signal)
        case .finished(.success), .removed: throw CommandFailure("the probe ended in a way that it cannot end in")
        }
    }

    /// Why there is no report, and what is left on the router.
    ///
    /// - Parameters:
    ///   - reason: what went wrong.
    ///   - isClean: whether the probe's rows were removed, as far as there were any.
    ///   - place: the router's address.
    ///   - exitCode: the exit code of the process.
    /// - Returns: one line.
    static func failure(
        _ reason: String,
        isClean: Bool,
        at place: String,
        exitCode: Int32 = CommandFailure.failed
    ) -> CommandFailure {
        let rest = isClean ? "nothing of the probe is left on \(place)" : leftRows(at: place)
        return CommandFailure("\(reason); \(rest)", exitCode: exitCode)
    }

    /// That rows may be left, and how they are removed.
    static func leftRows(at place: String) -> String {
        """
        rows of the probe may be left on \(place): run it again to remove them, or remove what has a name or a comment that begins with \
        \(ConformanceSuite.mark) in /ip/hotspot/user, its profiles and both walled gardens
        """
    }

    private func race(_ signals: TerminationSignals, _ work: @escaping @Sendable () async -> Ending) async -> Ending {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask(operation: work)
            group.addTask {
                .stopped(signal: await signals.wait() ?? 0)
            }
            let first = await group.next() ?? .stopped(signal: 0)
            group.cancelAll()
            return first
        }
    }
}

/// Shows on a terminal which check goes on; silent everywhere else.
private final class ProbeProgress: Sendable {
    private let total: Int
    private let done = Mutex(0)
    private let isShown = isatty(STDERR_FILENO) == 1

    init(total: Int) {
        self.total = total
    }

    func show(_ name: String) {
        guard isShown else { return }
        let count = done.withLock { count in
            count += 1
            return count
        }
        Streams.errorText("\r\u{1B}[K\(count) of \(total): \(name.prefix(60))")
    }

    func end() {
        if isShown { Streams.errorText("\r\u{1B}[K") }
    }
}
