import Foundation
import Synchronization

/// A run of the `openssl` command: the stranger on the other end of our TLS.
///
/// Killed when it is released, and in any case after half a minute, which ends whatever waits for it.
final class OpenSSLProcess: Sendable {
    enum Failure: Error {
        case endedBeforeReady(output: String)
    }

    private static let deadline = DispatchTimeInterval.seconds(30)

    /// One start at a time: a child that started in between two others' pipe() and exec() would keep their pipes open.
    private static let start = Mutex(())

    private let process: Process
    private let input: Pipe
    private let log = OpenSSLProcessLog()

    /// Starts `openssl` with these arguments; both of its outputs are collected.
    init(_ arguments: [String]) throws {
        let output: Pipe
        (process, input, output) = try Self.start.withLock { _ in
            let process = Process()
            let (input, output) = (Pipe(), Pipe())
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["openssl"] + arguments
            process.standardInput = input
            process.standardOutput = output
            process.standardError = output
            try process.run()
            return (process, input, output)
        }
        // A thread that blocks, because Foundation's own notices were seen to miss the end of a pipe.
        Thread.detachNewThread { [log] in
            while true {
                let data = output.fileHandleForReading.availableData
                guard !data.isEmpty else { break }
                log.note(data)
            }
            log.note(Data())
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.deadline) { [weak self] in self?.kill() }
    }

    deinit {
        kill()
    }

    /// A server on a free port of 127.0.0.1 that answers each line with its letters in reverse.
    static func server(_ arguments: [String]) async throws -> (process: OpenSSLProcess, port: Int) {
        let process = try OpenSSLProcess(["s_server", "-accept", "127.0.0.1:0", "-rev"] + arguments)
        while true {
            let (output, hasEnded) = process.log.current
            if let line = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().first(where: {
                $0.hasPrefix("ACCEPT ")
            }), let port = line.split(separator: ":").last.flatMap({ Int($0) }) {
                return (process, port)
            }
            if hasEnded { throw Failure.endedBeforeReady(output: output) }
            await process.log.change(after: output)
        }
    }

    /// Runs to its end and gives what it said.
    static func run(_ arguments: [String], input text: String = "") async throws -> String {
        let process = try OpenSSLProcess(arguments)
        try process.input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try process.input.fileHandleForWriting.close()
        return await process.outputAtEnd()
    }

    /// What it has said when both of its outputs have ended.
    func outputAtEnd() async -> String {
        while true {
            let (output, hasEnded) = log.current
            if hasEnded { return output }
            await log.change(after: output)
        }
    }

    /// Waits until it has said this, or has ended.
    func output(containing text: String) async -> String {
        while true {
            let (output, hasEnded) = log.current
            if hasEnded || output.contains(text) { return output }
            await log.change(after: output)
        }
    }

    func kill() {
        // A child inherits the signal mask of the thread that started it, which may hold SIGTERM back.
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }
}

/// What a run has said so far, and who waits for more.
private final class OpenSSLProcessLog: Sendable {
    private struct State {
        var output = ""
        var waiting: [CheckedContinuation<Void, Never>] = []
        var hasEnded = false
    }

    private let state = Mutex(State())

    var current: (output: String, hasEnded: Bool) { state.withLock { ($0.output, $0.hasEnded) } }

    /// Waits for more than this, or for the end.
    func change(after seen: String) async {
        await withCheckedContinuation { continuation in
            let isNews = state.withLock { state in
                if state.hasEnded || state.output != seen { return true }
                state.waiting.append(continuation)
                return false
            }
            if isNews { continuation.resume() }
        }
    }

    /// Adds what was read; nothing is the end.
    func note(_ data: Data) {
        let waiting = state.withLock { state in
            state.output += String(decoding: data, as: UTF8.self)
            state.hasEnded = data.isEmpty
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// A folder for one test's files, removed with its last reference.
final class TemporaryFolder: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("gardengate-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed from a temporary folder does no harm there.
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws -> String {
        let path = path(name)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}

/// Certificates that the `openssl` command made.
struct StrangersCertificate {
    let folder: TemporaryFolder
    let certificate: String
    let key: String
    let fingerprint: String

    /// A certificate that signs itself, or one that another signed.
    init(
        names: String = "DNS:router.test,DNS:*.wild.test,IP:127.0.0.1",
        bits: Int = 2048,
        signedBy authority: StrangersCertificate? = nil
    ) async throws {
        folder = try authority?.folder ?? TemporaryFolder()
        let name = authority == nil ? "self" : "leaf"
        certificate = folder.path("\(name).pem")
        key = folder.path("\(name).key")
        var arguments = [
            "req", "-x509", "-newkey", "rsa:\(bits)", "-nodes", "-subj", "/CN=\(name).test", "-days", "2",
            "-addext", "subjectAltName=\(names)", "-keyout", key, "-out", certificate,
        ]
        if let authority { arguments += ["-CA", authority.certificate, "-CAkey", authority.key] }
        _ = try await OpenSSLProcess.run(arguments)
        let printed = try await OpenSSLProcess.run(["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"])
        fingerprint = String(printed.split(separator: "=").last?.prefix { $0 != "\n" } ?? "")
    }

    var server: [String] { ["-cert", certificate, "-key", key] }
}
