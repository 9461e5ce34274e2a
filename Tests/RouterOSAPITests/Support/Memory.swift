import Foundation

/// What this process has taken of the machine's memory.
enum Memory {
    /// The most that was ever resident, in bytes (`VmHWM`; `getrusage` would also count what the parent process had).
    static var peakBytes: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
            return (kibibytes ?? .max / 1024) * 1024
        }
    }
}
