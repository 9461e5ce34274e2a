import Foundation
import Glibc

/// A file for its owner alone that appears when it is complete, or not at all.
///
/// What is not a regular file (a pipe, `/dev/stdout`) is written to directly.
struct PrivateFile {
    private let path: String
    private let remedy: String

    /// Means a file; nothing is done yet.
    ///
    /// - Parameters:
    ///   - path: where it will be; one that is there is replaced.
    ///   - remedy: what to do when it cannot be written.
    init(_ path: String, remedy: String = "name another file with --output") {
        self.path = path
        self.remedy = remedy
    }

    /// Writes the file.
    ///
    /// - Parameter body: is given what takes the next piece of text.
    /// - Returns: what `body` returned.
    /// - Throws: what `body` throws, or why the file cannot be written; then it is as it was before.
    func written<Value>(
        _ body: ((String) async throws -> Void) async throws -> Value
    ) async throws -> Value {
        // One that is not there, or cannot be looked at, is made anew, and that says what is wrong with it.
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        guard kind == nil || kind == .typeRegular else {
            let file = try opened(path, O_WRONLY | O_CLOEXEC)
            defer { close(file) }
            return try await body { try write($0, to: file) }
        }
        let draft = "\(path).part-\(getpid())"
        let file = try opened(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)
        defer {
            close(file)
            // Gone already when it was moved into its place.
            unlink(draft)
        }
        let value = try await body { try write($0, to: file) }
        guard fsync(file) == 0, rename(draft, path) == 0 else { throw failure() }
        return value
    }

    private func opened(_ path: String, _ flags: Int32) throws -> Int32 {
        let file = open(path, flags, 0o600)
        guard file >= 0 else { throw failure() }
        return file
    }

    private func write(_ text: String, to file: Int32) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // SAFETY: the buffer lives for the call, and no more than its length is read.
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                throw failure()
            }
        }
    }

    private func failure() -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure("cannot write \(path.printable): \(reason); \(remedy)")
    }
}
