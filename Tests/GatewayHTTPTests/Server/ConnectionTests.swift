import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// How requests follow each other on a connection.
@Suite(.timeLimit(.minutes(15))) struct ConnectionTests {
    private static let order = #"{"minutes_valid": 60, "count": 1}"#
    private static let length = "Content-Length: \(order.utf8.count)"

    @Test func `requests that are sent at once are answered one after the other`() async throws {
        try await APIWorld.serving { world in
            let (instance, path) = try await world.instance()
            let post = world.head("POST \(path)", Self.length) + Self.order
            try await world.connected { connection in
                try await connection.send(post + world.head("GET /healthz") + world.head("GET /nothing") + post)
                #expect(try await connection.read(until: "expires_at", times: 2))
                #expect(connection.statuses == ["201", "200", "404", "201"])
            }
            #expect(try await world.couponCount(of: instance) == 2)
        }
    }

    @Test func `nonsense behind a request does not cost the request its answer`() async throws {
        try await APIWorld.serving { world in
            let (_, path) = try await world.instance()
            try await world.connected { connection in
                try await connection.send(world.head("POST \(path)", Self.length) + Self.order + "nonsense\r\n\r\n")
                try await connection.readToEnd()
                #expect(connection.statuses == ["201", "400"])
            }
        }
    }

    @Test func `a body that nobody reads does not spoil the next request`() async throws {
        try await APIWorld.serving { world in
            try await world.connected { connection in
                for line in ["POST /captive/nothing", "PUT /healthz", "GET /healthz", "DELETE /captive/nothing"] {
                    try await connection.send(world.head(line, "Content-Length: 50000"))
                    try await connection.send(String(repeating: "x", count: 50_000))
                }
                try await connection.send(world.head("GET /healthz", "X-Last: 1"))
                #expect(try await connection.read(until: #"{"status":"ok"}"#, times: 2))
                #expect(connection.statuses == ["404", "405", "200", "404", "200"])
            }
        }
    }

    @Test(arguments: ["1.0", "1.1"])
    func `a connection that its client wants closed is closed behind the answer`(version: String) async throws {
        try await APIWorld.serving { world in
            try await world.connected { connection in
                let field = version == "1.1" ? "Connection: TE, Close" : "X: y"
                try await connection.send(world.head("GET /healthz", field, version: version))
                #expect(try await connection.readToEnd().hasSuffix(#"{"status":"ok"}"#))
                #expect(connection.received.lowercased().contains("connection: close"))
            }
        }
    }

    @Test func `a client that has sent everything and closes its side still gets the answer`() async throws {
        try await APIWorld.serving { world in
            try await world.connected { connection in
                try await connection.send(world.head("GET /healthz"))
                connection.finishSending()
                #expect(try await connection.readToEnd().hasSuffix(#"{"status":"ok"}"#))
            }
        }
    }

    @Test func `a client that waits for a go-ahead gets it, unless its body is refused anyway`() async throws {
        try await APIWorld.serving { world in
            let (_, path) = try await world.instance()
            try await world.connected { connection in
                try await connection.send(world.head("POST \(path)", Self.length, "Expect: 100-continue"))
                #expect(try await connection.read(until: "HTTP/1.1 100 Continue\r\n\r\n"))
                try await connection.send(Self.order)
                #expect(try await connection.read(until: "expires_at"))
                #expect(connection.received.contains("HTTP/1.1 201 "))
            }
            try await world.connected { connection in
                try await connection.send(
                    world.head("POST \(path)", "Content-Length: \(2 << 20)", "Expect: 100-continue")
                )
                #expect(try await connection.readToEnd().hasPrefix("HTTP/1.1 413 "))
            }
        }
    }

    @Test func `HEAD has the header of GET and no body, on every address`() async throws {
        try await APIWorld.serving { world in
            let (_, path) = try await world.instance()
            for path in ["/healthz", "/readyz", path, "/captive/nothing", "\(path)?limit=0"] {
                let got = try await world.call(.get, path)
                try await world.connected { connection in
                    try await connection.send(world.head("HEAD \(path)"))
                    try await connection.send(world.head("GET /healthz", "Connection: close"))
                    try await connection.readToEnd()
                    let parts = connection.received.split(separator: "\r\n\r\n", omittingEmptySubsequences: false)
                    #expect(parts.count == 3, "two headers and the body of the second: \(connection.received)")
                    #expect(parts.first?.hasPrefix("HTTP/1.1 \(got.status) ") == true)
                    let length = "content-length: \(got.text.utf8.count)"
                    #expect(parts.first?.lowercased().contains(length) == true, "\(path): \(parts.first ?? "")")
                }
            }
        }
    }
}
