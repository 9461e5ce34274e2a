import Glibc

/// A process that works on devices, as it stands in a lease.
public struct LeaseHolder: Hashable, Sendable, CustomStringConvertible {
    /// The name of the machine.
    public var host: String
    /// The process on that machine.
    public var processID: Int32
    /// What tells this start of a process from an earlier one with the same number.
    public var token: String

    /// Makes a holder.
    ///
    /// - Parameters:
    ///   - host: the name of the machine; spaces and slashes are replaced by dashes.
    ///   - processID: the process on that machine.
    ///   - token: drawn at the start of the process; without slashes.
    public init(host: String, processID: Int32, token: String) {
        self.host = String(host.map { $0 == "/" || $0.isWhitespace ? "-" : $0 })
        self.processID = processID
        self.token = token
    }

    /// This process, with a new token.
    public static func currentProcess() -> LeaseHolder {
        var name = [CChar](repeating: 0, count: 256)
        // One less than the buffer, so that the name always ends with a zero.
        let result = gethostname(&name, name.count - 1)
        let bytes = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        let host = result == 0 ? String(decoding: bytes, as: UTF8.self) : "localhost"
        let token = String(UInt64.random(in: .min ... .max), radix: 16)
        return LeaseHolder(host: host, processID: getpid(), token: token)
    }

    /// Process and machine, for people.
    public var description: String { "process \(processID) on \(host)" }

    /// Whether this holder was a process of the machine of `current` that no longer exists.
    ///
    /// A process of another machine is never known to be gone: its lease has to run out.
    func isGone(seenBy current: LeaseHolder) -> Bool {
        guard host == current.host, self != current else { return false }
        // With our own number it is an earlier start, as in a container whose first process is always number 1.
        return processID == current.processID || (kill(processID, 0) == -1 && errno == ESRCH)
    }

    /// Whether the number is this process's own; an earlier process with that number cannot be told from it here.
    var isThisProcess: Bool { processID == getpid() }

    var text: String { "\(host)/\(processID)/\(token)" }

    init(text: String) throws(StoreError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let processID = Int32(parts[1]) else { throw .damaged("lease holder \"\(text)\"") }
        self.init(host: String(parts[0]), processID: processID, token: String(parts[2]))
    }
}
