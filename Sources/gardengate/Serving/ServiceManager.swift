import Foundation
import Glibc

/// Whoever started this process and wants to hear how it is: systemd, by the protocol of `sd_notify(3)`.
///
/// One datagram a message, to the socket that `NOTIFY_SOCKET` names: a path, or a name in the abstract namespace that begins with `@`.
/// Without it nobody is told anything. A message that cannot be sent is lost: whether somebody listens is not our business.
struct ServiceManager: Sendable {
    private let socket: String?
    /// After which time without a sign of life the process is ended; nil when nobody watches it.
    let watchdog: Duration?

    /// Reads from the environment who listens.
    ///
    /// - Parameters:
    ///   - environment: the environment.
    ///   - process: the id of this process: the watchdog may be another one's.
    init(_ environment: [String: String], process: Int32) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdog = socket != nil && isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Whether anybody listens.
    var isListening: Bool { socket != nil }

    /// Says that the process does what it is for.
    func ready(_ status: String) {
        send("READY=1", "STATUS=\(status.oneLine)")
    }

    /// Says what the process does, in a line for people.
    func status(_ status: String) {
        send("STATUS=\(status.oneLine)")
    }

    /// Says that the process is alive, and not merely there.
    func alive(_ status: String) {
        send("WATCHDOG=1", "STATUS=\(status.oneLine)")
    }

    /// Says that the configuration is being read; ``ready(_:)`` says that this is over.
    func reloading() {
        // By the monotonic clock, which systemd's own moments are of.
        let microseconds = Int64(ProcessInfo.processInfo.systemUptime * 1_000_000)
        send(
            "RELOADING=1",
            "MONOTONIC_USEC=\(microseconds)",
            "STATUS=reading the configuration"
        )
    }

    /// Says that the process is about to end.
    func stopping() {
        send("STOPPING=1", "STATUS=stopping: what is under way ends first")
    }

    private func send(_ lines: String...) {
        guard let socket else { return }
        let file = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { return }
        defer { close(file) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socket.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        if socket.hasPrefix("@") { name[0] = 0 }
        // SAFETY: the name is shorter than the field, and the length says how much of the address counts.
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let length = socklen_t(offset + name.count + (socket.hasPrefix("@") ? 0 : 1))
        let message = Array(lines.joined(separator: "\n").utf8)
        // SAFETY: both buffers live for the call, and no more than their lengths is read.
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                sendto(file, message, message.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), pointer, length)
            }
        }
    }
}
