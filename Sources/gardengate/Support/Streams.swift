import Glibc
import Synchronization

/// Standard output and standard error.
enum Streams {
    /// The error of the first write to standard output that failed; 0 when none did.
    private static let outputError = Atomic<Int32>(0)

    /// Makes sure that what a command printed has arrived where standard output goes.
    ///
    /// A reader that went away, as `head` does, has read what it wanted.
    ///
    /// - Throws: one line that says why it has not: a full disk, for one.
    static func checkOutput() throws {
        let code = outputError.load(ordering: .relaxed)
        guard code != 0, code != EPIPE else { return }
        throw CommandFailure(
            """
            the result could not be written to standard output (\(String(cString: strerror(code)))): what the command changed \
            stays changed; make room, or send the output elsewhere, and list what there is
            """
        )
    }

    /// Writes a line to standard output.
    static func output(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Writes text as it is to standard output.
    static func outputText(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Writes a line to standard error.
    static func error(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    /// Writes text as it is to standard error, for progress and prompts.
    static func errorText(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    private static func write(_ text: String, to file: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // SAFETY: the buffer lives for the call, and no more than its length is read.
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written < 0 {
                let code = errno
                guard code == EINTR || code == EAGAIN else {
                    if file == STDOUT_FILENO {
                        _ = outputError.compareExchange(expected: 0, desired: code, ordering: .relaxed)
                    }
                    return
                }
            } else {
                rest = rest.dropFirst(written)
            }
        }
    }
}
