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
        case stopped
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
        if case .finished(.failure(let error)) = ending { throw target.failure(error) }
        guard case .removed(.success) = cleaning else {
            throw CommandFailure(
                "stopped; rows of the probe may be left on \(target.place): run it again to remove them",
                exitCode: 128 + SIGINT
            )
        }
        throw CommandFailure("stopped; nothing of the probe is left on \(target.place)", exitCode: 128 + SIGINT)
    }

    private func race(_ signals: TerminationSignals, _ work: @escaping @Sendable () async -> Ending) async -> Ending {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask(operation: work)
            group.addTask {
                await signals.wait()
                return .stopped
            }
            let first = await group.next() ?? .stopped
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
