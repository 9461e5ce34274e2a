import Foundation
import Glibc
import Synchronization

/// The socket of somebody who supervises a process, as systemd has one: hears datagrams, in their order.
final class NotifySocket: Sendable {
    enum Failure: Error {
        case notMade(errno: Int32)
    }

    /// What goes into `NOTIFY_SOCKET`.
    let name: String
    private let file: Int32
    private let heard = Mutex<[[String]]>([])
    private let news: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// Listens.
    ///
    /// - Parameter name: a path, or a name in the abstract namespace that begins with `@`.
    /// - Throws: ``Failure`` when the system does not give it.
    init(_ name: String) throws {
        self.name = name
        (news, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if name.hasPrefix("@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(2 + bytes.count + (name.hasPrefix("@") ? 0 : 1))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(file, $0, length) }
        }
        guard file >= 0, result == 0 else { throw Failure.notMade(errno: errno) }
        Thread.detachNewThread { [weak self, file] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(file, &buffer, buffer.count, 0)
                guard count > 0, let self else { return }
                let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
                self.heard.withLock { $0.append(lines) }
                self.continuation.yield()
            }
        }
    }

    deinit {
        shutdown(file, Int32(SHUT_RDWR))
        close(file)
    }

    /// What was heard so far.
    var messages: [[String]] { heard.withLock(\.self) }

    /// Waits for a message that contains this line, behind so many others, and gives its number and itself.
    func message(with line: String, after first: Int = 0) async -> (number: Int, lines: [String])? {
        var iterator = news.makeAsyncIterator()
        while true {
            let all = messages
            if let found = all.indices.dropFirst(first).first(where: { all[$0].contains(line) }) {
                return (found, all[found])
            }
            guard await iterator.next() != nil else { return nil }
        }
    }
}
