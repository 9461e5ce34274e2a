/// Why a command did not do what was asked, in one line that names the thing and the remedy.
struct CommandFailure: Error {
    /// Exit code of a failure.
    static let failed: Int32 = 1
    /// Exit code of a push that was refused, or that left a router without all that it should hold.
    static let notConverged: Int32 = 2

    /// What is the matter, and what to do about it.
    let message: String
    /// The exit code of the process.
    let exitCode: Int32

    /// Makes a failure.
    ///
    /// - Parameters:
    ///   - message: what is the matter, and what to do about it.
    ///   - exitCode: the exit code of the process.
    init(_ message: String, exitCode: Int32 = CommandFailure.failed) {
        self.message = message
        self.exitCode = exitCode
    }
}
