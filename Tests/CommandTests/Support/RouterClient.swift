import Foundation
import Glibc

/// A router that posts events and keeps each until it is answered with 200, on threads of its own: as it stands, without any library
/// for HTTP, so that it meets a gateway that was killed in the middle of anything.
final class RouterClient: Sendable {
    /// One event: who logged in, and its number.
    struct Event: Hashable, Sendable {
        let user: String
        let number: Int
    }

    private struct State {
        var port: UInt16?
        var waiting: [Event] = []
        var acknowledged: Set<Event> = []
        var cutOffCount = 0
        /// Whether nothing more will come to be sent.
        var isComplete = false
        var isStopping = false
    }

    private let token: String
    /// When its first event was, by its clock; one more every second.
    private let start: Int
    /// What happens as soon as a request is on its way, before its answer is read.
    private let onRequest: @Sendable () -> Void
    private let state = Monitor(State())
    private let (ended, end) = AsyncStream<Never>.makeStream()

    /// A router that will report.
    ///
    /// - Parameters:
    ///   - token: its token.
    ///   - count: how many events it may have in all; none of them is in the future.
    ///   - onRequest: is called by its thread whenever a request was sent, before the answer is read.
    init(token: String, count: Int, onRequest: @escaping @Sendable () -> Void) {
        self.token = token
        start = Int(Date().timeIntervalSince1970) - count
        self.onRequest = onRequest
    }

    /// What was answered with 200.
    var acknowledged: Set<Event> { state.value.acknowledged }
    /// How many requests were sent and never answered.
    var cutOffCount: Int { state.value.cutOffCount }

    /// Begins to send whatever there is, whenever there is a gateway.
    ///
    /// - Parameter batches: how many events go together, one time after another.
    func begin(batches: [Int]) {
        Thread.detachNewThread { [self] in
            var turn = 0
            var connection: Connection?
            while let (port, batch) = next(batches[turn % batches.count]) {
                turn += 1
                if connection?.port != port { connection = Connection(port: port) }
                guard let open = connection else {
                    // Nobody listens there any more: the next gateway will say where it is.
                    state.change { if $0.port == port { $0.port = nil } }
                    continue
                }
                if let status = open.post(request(batch), sent: onRequest) {
                    if status == 200 { acknowledge(batch) }
                } else {
                    connection = nil
                    state.change { $0.cutOffCount += 1 }
                }
            }
            end.finish()
        }
    }

    /// Tells where the gateway listens now.
    func find(port: UInt16?) {
        state.change { $0.port = port }
    }

    /// Has more to report.
    func add(_ events: some Sequence<Event>) {
        state.change { $0.waiting += events }
    }

    /// Waits until everything is acknowledged, or it was stopped; nothing may be added any more.
    func complete() async {
        state.change { $0.isComplete = true }
        for await _ in ended {}
    }

    /// No further request is begun.
    func stop() {
        state.change { $0.isStopping = true }
    }

    /// Blocks until there is something to send and somebody to send it to; nil when it is over.
    private func next(_ count: Int) -> (port: UInt16, batch: [Event])? {
        state.wait { state -> (port: UInt16, batch: [Event])?? in
            if state.isStopping || state.isComplete && state.waiting.isEmpty { return .some(nil) }
            guard let port = state.port, !state.waiting.isEmpty else { return .none }
            return (port, Array(state.waiting.prefix(count)))
        }
    }

    private func acknowledge(_ batch: [Event]) {
        state.change { state in
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
    /// - Parameters:
    ///   - request: head and body.
    ///   - sent: what happens between the two.
    /// - Returns: its status; nil when the connection ended before it was complete.
    func post(_ request: String, sent: () -> Void) -> Int? {
        var rest = Array(request.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return nil }
            rest = rest.dropFirst(count)
        }
        sent()
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
