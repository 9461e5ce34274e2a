import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// Requests that are too large, too slow, cut short, or no requests.
@Suite(.timeLimit(.minutes(15))) struct RequestLimitTests {
    private static let order = #"{"minutes_valid": 60, "count": 1}"#
    /// What may lie in the buffers of both sides beyond what was read.
    private static let buffersMaximum = 32 << 20

    private static func limits(_ change: (inout RequestLimits) -> Void) -> RequestLimits {
        var limits = RequestLimits()
        change(&limits)
        return limits
    }

    @Test(arguments: [false, true])
    func `a body of 200 MB is refused at once, and the connection closed without reading it`(
        isChunked: Bool
    ) async throws {
        try await APIWorld.serving { world in
            let (instance, path) = try await world.instance()
            try await world.connected { connection in
                let length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(200 << 20)"
                try await connection.send(world.head("POST \(path)", length))
                // Told by its length, it is refused before anything of it has come.
                if !isChunked { #expect(try await connection.read(until: "body_too_large")) }
                let sent = await connection.send(bytes: 200 << 20, chunked: isChunked)
                #expect(sent < Self.buffersMaximum, "it read \(sent) bytes")
                try await connection.readToEnd()
                #expect(connection.received.hasPrefix("HTTP/1.1 413 "))
                #expect(connection.received.contains("body_too_large"))
                #expect(connection.received.lowercased().contains("connection: close"))
            }
            #expect(try await world.couponCount(of: instance) == 0)
        }
    }

    @Test func `a large body that nobody reads does not keep a connection busy either`() async throws {
        try await APIWorld.serving { world in
            try await world.connected { connection in
                try await connection.send(world.head("POST /captive/nothing", "Content-Length: \(200 << 20)"))
                #expect(try await connection.read(until: "route_unknown"))
                let sent = await connection.send(bytes: 200 << 20, chunked: false)
                #expect(sent < Self.buffersMaximum, "it read \(sent) bytes")
            }
        }
    }

    @Test func `a body that does not arrive in time is given up, and nothing stored`() async throws {
        try await APIWorld.serving(limits: Self.limits { $0.bodyDeadline = .milliseconds(200) }) { world in
            let (instance, path) = try await world.instance()
            try await world.connected { connection in
                try await connection.send(world.head("POST \(path)", "Content-Length: 1000") + "{")
                try await connection.readToEnd()
                #expect(connection.received.hasPrefix("HTTP/1.1 408 "))
                #expect(connection.received.contains("body_too_slow"))
            }
            #expect(try await world.couponCount(of: instance) == 0)
        }
    }

    @Test func `the rest of a body whose answer was sent is not awaited for ever`() async throws {
        try await APIWorld.serving(limits: Self.limits { $0.bodyDeadline = .milliseconds(200) }) { world in
            try await world.connected { connection in
                try await connection.send(world.head("POST /captive/nothing", "Content-Length: 1000") + "{")
                try await connection.readToEnd()
                #expect(connection.received.hasPrefix("HTTP/1.1 404 "))
            }
        }
    }

    @Test(arguments: ["Content-Length: 34", "Transfer-Encoding: chunked"])
    func `a body that is cut short stores nothing, even when what came of it is whole`(length: String) async throws {
        try await APIWorld.serving { world in
            let (instance, path) = try await world.instance()
            try await world.connected { connection in
                let size = String(Self.order.utf8.count, radix: 16)
                let body = length.contains("chunked") ? "\(size)\r\n\(Self.order)\r\n" : Self.order
                try await connection.send(world.head("POST \(path)", length) + body)
                connection.finishSending()
                try await connection.readToEnd()
                #expect(connection.received.hasPrefix("HTTP/1.1 400 "))
                #expect(connection.received.contains("body_invalid"))
            }
            #expect(try await world.couponCount(of: instance) == 0)
            #expect(try await world.call(.get, path).status == 200)
        }
    }

    @Test func `a client that takes no answer loses its connection`() async throws {
        try await APIWorld.serving(limits: Self.limits { $0.sendingDeadline = .milliseconds(200) }) { world in
            try await world.connected { connection in
                // More than lies in the buffers of both sides, and nothing of it is ever read.
                let requests = String(repeating: "GET /docs HTTP/1.1\r\nHost: x\r\n\r\n", count: 200)
                await #expect(throws: (any Error).self) {
                    while true { try await connection.send(requests) }
                }
            }
        }
    }

    @Test func `a client that takes its answers keeps its connection, however many they are`() async throws {
        try await APIWorld.serving(limits: Self.limits { $0.sendingDeadline = .milliseconds(500) }) { world in
            try await world.connected { connection in
                let begin = ContinuousClock.now
                var count = 0
                while begin.duration(to: .now) < .milliseconds(1500) {
                    try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                    count += 1
                    #expect(try await connection.read(until: "HTTP/1.1 200", times: count))
                }
            }
        }
    }

    @Test func `a header that does not end in time ends the connection`() async throws {
        try await APIWorld.serving(limits: Self.limits { $0.idleTimeout = .milliseconds(200) }) { world in
            try await world.connected { connection in
                try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: a")
                #expect(try await connection.readToEnd() == "")
            }
        }
    }

    @Test(arguments: [
        "X-Large: \(String(repeating: "a", count: 20_000))",
        (0..<200).map { "X-\($0): a" }.joined(separator: "\r\n"),
        (0..<20).map { "X-\($0): \(String(repeating: "a", count: 1000))" }.joined(separator: "\r\n"),
    ])
    func `a header that is too large is refused in the form of every error`(fields: String) async throws {
        try await APIWorld.serving { world in
            try await world.connected { connection in
                try await connection.send(world.head("GET /healthz", fields))
                try await connection.readToEnd()
                #expect(connection.received.hasPrefix("HTTP/1.1 431 "))
                let body = connection.received.split(separator: "\r\n\r\n").last ?? ""
                let error = try JSON(reading: body.utf8)
                #expect(error["code"]?.stringValue == "header_too_large")
                #expect(error["type"]?.stringValue == "invalid_request_error")
                #expect(error["doc_url"]?.stringValue?.hasSuffix("/errors/header_too_large") == true)
                #expect(connection.received.contains("X-Request-Id: "))
            }
        }
    }

    @Test(arguments: [
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost x\r\n\r\n",
        "GET /\u{0} HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ])
    func `what is no request is answered with 400 and the connection closed`(bytes: String) async throws {
        try await APIWorld.serving { world in
            try await world.connected { connection in
                try await connection.send(bytes)
                try await connection.readToEnd()
                #expect(connection.received.hasPrefix("HTTP/1.1 400 "), "\(connection.received)")
                #expect(connection.received.contains("request_malformed"))
            }
        }
    }

    @Test func `a chunk that is none ends the request with 400`() async throws {
        try await APIWorld.serving { world in
            let (instance, path) = try await world.instance()
            try await world.connected { connection in
                let head = world.head("POST \(path)", "Transfer-Encoding: chunked")
                try await connection.send(head + "nonsense\r\n")
                try await connection.readToEnd()
                #expect(connection.statuses == ["400"], "one answer to one request")
            }
            #expect(try await world.couponCount(of: instance) == 0)
        }
    }

    @Test(arguments: [
        ("/captive/instances/%ff%fe/coupons", 404), ("/captive/instances/%00/coupons", 404),
        ("/captive/instances/a%2Fb/coupons", 404), ("/captive/instances/../coupons", 404),
        ("//captive//instances", 200), ("/%", 404), ("/?%", 404), ("/healthz?a=%00%ff", 200), ("*", 404),
        ("http://other.example/healthz", 200),
        ("/captive/instances/\(String(repeating: "a", count: 9000))/coupons", 404),
    ])
    func `a strange path is unknown or read without empty segments`(path: String, status: Int) async throws {
        try await APIWorld.serving { world in
            try await world.connected { connection in
                try await connection.send(world.head("GET \(path)", "Connection: close"))
                try await connection.readToEnd()
                #expect(connection.received.hasPrefix("HTTP/1.1 \(status) "), "\(connection.received)")
                #expect(connection.received.utf8.count < 2000)
            }
        }
    }

    @Test(arguments: ["limit=%ff", "limit=%", "%ff=1", "cursor=%00", "limit=%00"])
    func `a query that cannot be decoded is refused, not passed over`(query: String) async throws {
        try await APIWorld.serving { world in
            let (_, path) = try await world.instance()
            let answer = try await world.call(.get, "\(path)?\(query)")
            #expect((answer.status, answer.code) == (400, "parameter_invalid"))
        }
    }

    @Test func `a body of many levels is refused before anything is made of it`() async throws {
        try await APIWorld.serving { world in
            let (instance, path) = try await world.instance()
            for levels in [65, 500_000] {
                let answer = try await world.call(.post, path, raw: String(repeating: "[", count: levels))
                #expect((answer.status, answer.code) == (400, "body_invalid"))
            }
            #expect(try await world.couponCount(of: instance) == 0)
        }
    }
}
