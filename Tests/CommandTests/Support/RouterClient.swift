import Foundation
import Glibc
import Synchronization

/// A router that posts events and keeps each until it is answered with 200, on threads of its own: as it stands, without any library
/// for HTTP, so that it meets a gateway that was killed in the middle of anything.
final class RouterClient: Sendable {
    /// One event: who logged in, and its number.
    struct Event: Hashable, Sendable {
        let user: String
        let number: Int
    }

    private struct State {
        var waiting: [Event]
        var acknowledged: Set<Event> = []
        var attempts = 0
        var isStopping = false
        var isDone = false
    }

    private let token: String
    /// When its first event was, by its clock; one more every second.
    private let start: Int
    private let port: @Sendable () -> UInt16?
    private let state: Mutex<State>

    /// A router that will send these events.
    ///
    /// - Parameters:
    ///   - token: its token.
    ///   - events: what it has to report, in this order.
    ///   - port: where the gateway listens; nil while it does not.
    init(token: String, events: [Event], port: @escaping @Sendable () -> UInt16?) {
        self.token = token
        start = Int(Date().timeIntervalSince1970) - events.count
        self.port = port
        state = Mutex(State(waiting: events))
    }

    /// What was answered with 200.
    var acknowledged: Set<Event> { state.withLock { $0.acknowledged } }
    /// How often it sent something, answered or not.
    var attempts: Int { state.withLock { $0.attempts } }
    /// Whether it has nothing left to send, or was stopped.
    var isDone: Bool { state.withLock { $0.isDone } }

    /// Sends until everything is acknowledged or it is told to stop.
    ///
    /// - Parameter batches: how many events go together, one time after another.
    func start(batches: [Int]) {
        Thread.detachNewThread { [self] in
            var turn = 0
            var connection: Connection?
            while let batch = next(batches[turn % batches.count]) {
                turn += 1
                guard let port = port() else {
                    connection = nil
                    sched_yield()
                    continue
                }
                if connection?.port != port { connection = Connection(port: port) }
                state.withLock { $0.attempts += 1 }
                if let status = connection?.post(request(batch)) {
                    if status == 200 { acknowledge(batch) }
                } else {
                    connection = nil
                }
            }
            state.withLock { $0.isDone = true }
        }
    }

    /// No further request is begun.
    func stop() {
        state.withLock { $0.isStopping = true }
    }

    private func next(_ count: Int) -> [Event]? {
        state.withLock { state in
            state.isStopping || state.waiting.isEmpty ? nil : Array(state.waiting.prefix(count))
        }
    }

    private func acknowledge(_ batch: [Event]) {
        state.withLock { state in
            state.waiting.removeFirst(batch.count)
            state.acknowledged.formUnion(batch)
        }
    }

    private func request(_ batch: [Event]) -> String {
        // Never twice the same: what is sent again shows a later clock.
        let now = Int(Date().timeIntervalSince1970)
        let body = batch.map { event in
            "event=login&user=\(event.user)&mac=\(Self.mac(event))&time=\(start + event.number)&now=\(now)&id=\(event.number)"
        }.joined(separator: "\n")
        return """
            POST /routeros/events HTTP/1.1\r\nHost: gate\r\nUser-Agent: RouterOS 7.16.1\r\nAuthorization: Bearer \(token)\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
            """
    }

    private static func mac(_ event: Event) -> String {
        let digits = String(event.number, radix: 16)
        return "020000" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}

/// A connection that is asked and waited for, one request after another.
private final class Connection {
    let port: UInt16
    private let file: Int32

    init?(port: UInt16) {
        self.port = port
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var deadline = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &deadline, socklen_t(MemoryLayout<timeval>.size))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(file, $0, length) }
        }
        guard result == 0 else { return nil }
    }

    deinit { close(file) }

    /// Sends a request and reads the whole answer.
    ///
    /// - Returns: its status; nil when the connection ended before it was complete.
    func post(_ request: String) -> Int? {
        var rest = Array(request.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return nil }
            rest = rest.dropFirst(count)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(file, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            answer += buffer[..<count]
            let text = String(decoding: answer, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound].lowercased().split(separator: "\r\n")
            let length = head.first { $0.hasPrefix("content-length:") }.flatMap {
                Int($0.dropFirst(15).drop { $0 == " " })
            }
            guard let length, text[end.upperBound...].utf8.count >= length else { continue }
            return head.first.flatMap { Int($0.split(separator: " ")[1]) }
        }
    }
}
