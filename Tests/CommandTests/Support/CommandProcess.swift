import Foundation
import Glibc
import Synchronization
import Testing

/// A run of the built command, as a user starts it: arguments, environment and standard input go in, two streams and a
/// status come out.
///
/// It ends at its deadline in any case, and then shows what it had printed. Every signal has its usual meaning in it,
/// whatever the thread that started it held back.
final class CommandProcess: Sendable {
    /// The end of a run.
    struct Outcome: Sendable {
        /// The exit code, or 128 and the signal that ended it, as a shell tells it.
        let status: Int32
        let output: String
        let errors: String

        /// The lines of standard error.
        var errorLines: [Substring] { errors.split(separator: "\n") }
    }

    enum Failure: Error {
        case notStarted(errno: Int32)
    }

    /// The command beside the test bundle, which the package builds before the tests.
    static let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("gardengate").path

    /// F_SETPIPE_SZ of Linux, which Glibc shows to GNU sources only.
    private static let setPipeSize: Int32 = 1031

    /// One start at a time: a child that started while another's pipes are still open to all would keep them open.
    private static let start = Mutex(())

    let id: pid_t
    let arguments: [String]
    private let log = CommandLog()

    /// Starts the command, or another one by its path.
    ///
    /// - Parameters:
    ///   - arguments: its arguments.
    ///   - environment: all of its environment.
    ///   - input: what it reads from standard input; at most what fits into a pipe.
    ///   - deadline: when it is ended in any case.
    ///   - path: the program.
    ///   - onErrors: is called with each piece of whole lines of standard error, on the thread that reads it, with what kills the process.
    /// - Throws: ``Failure`` when the system does not start it.
    init(
        _ arguments: [String],
        environment: [String: String],
        input: String = "",
        deadline: Duration = .seconds(180),
        path: String = CommandProcess.path,
        onErrors: @escaping @Sendable (_ text: String, _ kill: () -> Void) -> Void = { _, _ in }
    ) throws {
        self.arguments = arguments
        let (child, standardInput, output, errors) = try Self.start.withLock { _ in
            try Self.spawn(path, arguments, environment)
        }
        id = child
        // Fits into the pipe's buffer, so this never waits for the child.
        _ = input.withCString { write(standardInput, $0, strlen($0)) }
        close(standardInput)
        collect(output) { $0.output += $1 }
        collect(errors, onText: { [log, id] text in onErrors(text) { log.signal(id, SIGKILL) } }) { $0.errors += $1 }
        reap()
        endAt(deadline)
    }

    deinit { log.kill(id) }

    /// Starts the child, and gives our ends of its pipes.
    private static func spawn(
        _ path: String,
        _ arguments: [String],
        _ environment: [String: String]
    ) throws -> (child: pid_t, input: Int32, output: Int32, errors: Int32) {
        let (output, errors, standardInput) = (try Self.pipe(), try Self.pipe(), try Self.pipe())
        // One page, the least there is: it gets no more than some lines ahead of who watches what it says.
        _ = fcntl(errors.writing, setPipeSize, 4096)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (file, target) in [(standardInput.reading, 0), (output.writing, 1), (errors.writing, 2)] {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(target))
        }
        // One that kept a router's listening socket open would keep its port: also what is opened until the child is there is closed in it.
        for file in 3...(Self.highestFile() + 1000) { posix_spawn_file_actions_addclose(&actions, file) }
        var attributes = Self.ordinarySignals()
        defer { posix_spawnattr_destroy(&attributes) }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let result = posix_spawn(&child, path, &actions, &attributes, &words, &variables)
        [standardInput.reading, output.writing, errors.writing].forEach { close($0) }
        guard result == 0 else {
            [standardInput.writing, output.reading, errors.reading].forEach { close($0) }
            throw Failure.notStarted(errno: result)
        }
        return (child, standardInput.writing, output.reading, errors.reading)
    }

    /// Waits for the end.
    func outcome() async -> Outcome {
        await log.wait { $0.outcome }
    }

    /// Waits until standard output ends so, and gives all of it; nil when it ended before.
    func output(endingWith end: String) async -> String? {
        await log.wait { state -> String?? in
            if state.output.hasSuffix(end) { return .some(state.output) }
            return state.outcome == nil ? .none : .some(nil)
        }
    }

    /// Whether the process is gone.
    var hasEnded: Bool { log.hasEnded }

    /// Waits until standard output holds a whole line that contains this, and gives the line; nil when it ended before.
    func outputLine(containing text: String) async -> Substring? {
        await log.wait { Self.line(in: $0.output, containing: text, hasEnded: $0.outcome != nil) }
    }

    /// Waits until standard error holds a whole line that contains this, and gives the line; nil when it ended before.
    func errorLine(containing text: String) async -> Substring? {
        await log.wait { Self.line(in: $0.errors, containing: text, hasEnded: $0.outcome != nil) }
    }

    /// Sends a signal; nothing happens when it has ended.
    func signal(_ number: Int32) {
        log.signal(id, number)
    }

    private static func line(in text: String, containing part: String, hasEnded: Bool) -> Substring?? {
        let whole = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        if let line = whole.first(where: { $0.contains(part) }) { return .some(line) }
        return hasEnded ? .some(nil) : .none
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw Failure.notStarted(errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// The highest number of this process's open files.
    private static func highestFile() -> Int32 {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return files.compactMap { Int32($0) }.max() ?? 1000
    }

    private static func ordinarySignals() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        return attributes
    }

    /// A thread that reads a stream to its end.
    private func collect(
        _ file: Int32,
        onText: @escaping @Sendable (String) -> Void = { _ in },
        into place: @escaping @Sendable (inout CommandLog.State, String) -> Void
    ) {
        Thread.detachNewThread { [log] in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            var pending: [UInt8] = []
            while true {
                let count = read(file, &bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                pending += bytes[..<count]
                // A character may be cut by the end of a reading.
                let whole = (pending.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
                let text = String(decoding: pending[..<whole], as: UTF8.self)
                pending.removeFirst(whole)
                log.change { place(&$0, text) }
                if !text.isEmpty { onText(text) }
            }
            close(file)
            log.change { [pending] state in
                place(&state, String(decoding: pending, as: UTF8.self))
                state.openStreams -= 1
            }
        }
    }

    /// A thread that waits for the end of the process.
    private func reap() {
        Thread.detachNewThread { [log, id] in
            var information = siginfo_t()
            // Looks without taking the id away, so that no signal can meet a stranger that got it next.
            while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            log.change { state in
                var status: Int32 = 0
                while waitpid(id, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                state.status = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
            }
        }
    }

    private func endAt(_ deadline: Duration) {
        let seconds = Double(deadline.components.seconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak log, id, arguments] in
            guard let log, let printed = log.kill(id) else { return }
            Issue.record("gardengate \(arguments.joined(separator: " ")) took over \(deadline); printed:\n\(printed)")
        }
    }
}
