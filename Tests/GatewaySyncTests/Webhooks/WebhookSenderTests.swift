import Foundation
import GatewayDomain
import GatewayStore
import Synchronization
import Testing

@testable import GatewaySync

/// One message over a real connection.
@Suite(.timeLimit(.minutes(15))) struct WebhookSenderTests {
    private static let ok = "HTTP/1.1 204 No Content\r\n\r\n"
    private static let here = HostAddress(bytes: [127, 0, 0, 1], text: "127.0.0.1")

    private static func configuration(private allowsPrivate: Bool = true) -> WebhookConfiguration {
        var configuration = WebhookConfiguration()
        configuration.allowsPrivate = allowsPrivate
        return configuration
    }

    /// Sends one event to a webhook there.
    private static func send(
        to url: String,
        _ configuration: WebhookConfiguration = configuration(),
        resolving resolve: @escaping @Sendable (String) async throws -> [HostAddress] = { _ in [here] }
    ) async throws -> (attempt: DeliveryAttempt, delivery: ClaimedDelivery) {
        let world = try await HookWorld()
        let webhook = try await world.webhook(url)
        try await world.happen()
        let delivery = try #require(try await world.claimed(webhook.id))
        let sender = WebhookSender(configuration: configuration, resolve: resolve, now: { HookWorld.start })
        let attempt = await sender.send(delivery)
        await sender.close()
        return (attempt: attempt, delivery: delivery)
    }

    @Test func `a message is what the specification says, to the name that was asked for`() async throws {
        try await Receiver.serving(Self.ok) { receiver, port in
            let (attempt, delivery) = try await Self.send(to: "http://portal.example:\(port)/hook?a=b")
            #expect(attempt.result == .answered(status: 204, retryAfterSeconds: nil))
            let request = try #require(receiver.requests.first)
            let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
            let lines = parts[0].split(separator: "\r\n").map { $0.lowercased() }
            #expect(lines.first == "post /hook?a=b http/1.1")
            #expect(lines.contains("host: portal.example:\(port)"))
            #expect(lines.contains("content-type: application/json"))
            #expect(lines.contains("webhook-id: \(delivery.event.id)"))
            #expect(lines.contains("webhook-timestamp: \(HookWorld.start.seconds)"))
            #expect(String(parts[1]) == delivery.event.json)
            let signature = WebhookSignature.text(
                id: delivery.event.id.rawValue,
                seconds: HookWorld.start.seconds,
                body: String(parts[1]),
                secrets: delivery.secrets
            )
            #expect(lines.contains("webhook-signature: \(signature.lowercased())"))
        }
    }

    @Test func `the signature is the one of the specification's own example`() {
        // standard-webhooks/standard-webhooks, libraries/go/webhook_test.go, "sign function works".
        let text = WebhookSignature.text(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            seconds: 1_614_265_330,
            body: #"{"test": 2432232314}"#,
            secrets: [Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
        )
        #expect(text == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `a name of this machine, a private network or a cloud's metadata is not connected to`() async throws {
        for bytes: [UInt8] in [
            [127, 0, 0, 1], [10, 0, 0, 1], [169, 254, 169, 254], [UInt8](repeating: 0, count: 15) + [1],
        ] {
            let (attempt, _) = try await Self.send(to: "https://portal.example/", Self.configuration(private: false)) {
                _ in
                [HostAddress(bytes: bytes, text: "somewhere")]
            }
            guard case .failed(let reason) = attempt.result else {
                Issue.record("\(attempt.result)")
                continue
            }
            #expect(reason.hasPrefix("refused: portal.example is somewhere"), "\(reason)")
            #expect(reason.contains("--allow-private-webhooks"))
        }
    }

    @Test func `plain HTTP is not spoken unless that is allowed`() async throws {
        let (attempt, _) = try await Self.send(to: "http://portal.example/", Self.configuration(private: false)) { _ in
            [HostAddress(bytes: [192, 0, 43, 8], text: "192.0.43.8")]
        }
        guard case .failed(let reason) = attempt.result else { return #expect(Bool(false), "\(attempt.result)") }
        #expect(reason.hasPrefix("refused: plain HTTP"), "\(reason)")
    }

    @Test func `a name that stands for something else a moment later leads nowhere but to what was checked`()
        async throws
    {
        try await Receiver.serving(Self.ok) { receiver, port in
            let asked = Mutex(0)
            // What is asked a second time answers with an address where nobody is.
            let (attempt, _) = try await Self.send(to: "http://rebinding.example:\(port)/") { _ in
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                return count == 1 ? [Self.here] : [HostAddress(bytes: [127, 0, 0, 2], text: "127.0.0.2")]
            }
            #expect(attempt.result == .answered(status: 204, retryAfterSeconds: nil))
            #expect(asked.withLock { $0 } == 1)
            #expect(receiver.requests.count == 1)
        }
    }

    @Test func `of several addresses only those that passed are taken`() async throws {
        let seen = Mutex<[String]>([])
        let (attempt, _) = try await Self.send(to: "https://portal.example:1/", Self.configuration(private: false)) {
            host in
            seen.withLock { $0.append(host) }
            return [Self.here, HostAddress(bytes: [10, 1, 1, 1], text: "10.1.1.1")]
        }
        guard case .failed(let reason) = attempt.result else { return #expect(Bool(false), "\(attempt.result)") }
        #expect(reason.hasPrefix("refused: portal.example is 127.0.0.1 (this machine)"), "\(reason)")
        #expect(seen.withLock { $0 } == ["portal.example"])
    }

    @Test func `a redirect is an answer, and nobody goes where it leads`() async throws {
        try await Receiver.serving(Self.ok) { other, elsewhere in
            let redirect =
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:\(elsewhere)/\r\nContent-Length: 0\r\n\r\n"
            try await Receiver.serving(redirect) { _, port in
                let (attempt, _) = try await Self.send(to: "http://portal.example:\(port)/")
                #expect(attempt.result == .answered(status: 307, retryAfterSeconds: nil))
                #expect(other.requests.isEmpty)
            }
        }
    }

    @Test func `what a receiver asks for is heard, and what it says without end is not`() async throws {
        try await Receiver.serving("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n") { _, port in
            let (attempt, _) = try await Self.send(to: "http://portal.example:\(port)/")
            #expect(attempt.result == .answered(status: 503, retryAfterSeconds: 120))
        }
        let endless =
            "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + String(repeating: "x", count: 300_000)
        try await Receiver.serving(endless) { _, port in
            let (attempt, _) = try await Self.send(to: "http://portal.example:\(port)/")
            #expect(attempt.result == .answered(status: 200, retryAfterSeconds: nil))
        }
    }

    @Test func `a status counts also when the body behind it never ends`() async throws {
        var configuration = Self.configuration()
        configuration.bodyDeadline = .milliseconds(50)
        try await Receiver.serving("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx") { _, port in
            let (attempt, _) = try await Self.send(to: "http://portal.example:\(port)/", configuration)
            #expect(attempt.result == .answered(status: 200, retryAfterSeconds: nil))
        }
    }

    @Test func `no answer, no server, no name and no HTTP are failures with a reason`() async throws {
        var configuration = Self.configuration()
        configuration.attemptDeadline = .seconds(1)
        try await Receiver.serving(nil) { receiver, port in
            let (attempt, _) = try await Self.send(to: "http://portal.example:\(port)/", configuration)
            #expect(attempt.result == .failed("no answer within 1 s"))
            #expect(receiver.requests.count == 1)
        }
        try await Receiver.serving("what?\r\n\r\n") { _, port in
            let (attempt, _) = try await Self.send(to: "http://portal.example:\(port)/")
            #expect(attempt.result == .failed("what it answered is no HTTP"))
        }
        // TLS to somebody who speaks none.
        try await Receiver.serving(nil, greeting: Self.ok) { _, port in
            let (attempt, _) = try await Self.send(to: "https://portal.example:\(port)/")
            #expect(attempt.result == .failed("TLS: what it answered is no TLS; is that the right port?"))
        }
        let (refused, _) = try await Self.send(to: "http://portal.example:1/")
        #expect(refused.result == .failed("connection refused"))
        let (attempt, _) = try await Self.send(to: "http://portal.example/") { _ in
            throw HostResolver.Failure(description: "portal.example: Name or service not known")
        }
        #expect(attempt.result == .failed("portal.example: Name or service not known"))
    }

    @Test func `a name that nobody answers for keeps no other waiting, and whoever waits can be stopped`() async throws
    {
        let gate = DispatchSemaphore(value: 0)
        let count = Mutex(0)
        let lookups = HostLookups { host in
            count.withLock { $0 += 1 }
            if host == "silent.example" {
                gate.wait()
                gate.signal()
            }
            return [Self.here]
        }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    do {
                        return try await lookups.addresses(of: "silent.example").isEmpty
                    } catch {
                        return error is CancellationError
                    }
                }
            }
            for index in 0..<20 {
                await #expect(throws: Never.self) { try await lookups.addresses(of: "\(index).example") }
            }
            group.cancelAll()
            for await isStopped in group { #expect(isStopped) }
        }
        // One thread at the most waits for it, which those who ask next share.
        #expect(count.withLock { $0 } <= 21)
        gate.signal()
        #expect(try await lookups.addresses(of: "silent.example") == [Self.here])
    }

    @Test func `this machine's own name is found, and a name that cannot be is not`() async throws {
        let addresses = try await HostResolver.addresses(of: "localhost")
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { PublicAddress.objection(to: $0.bytes) == "this machine" })
        #expect(try await HostResolver.addresses(of: "::1").map(\.text) == ["::1"])
        // Writings of 127.0.0.1 that the system reads as that.
        for name in ["0x7f000001", "127.1", "2130706433"] {
            let found = try await HostResolver.addresses(of: name)
            #expect(found.allSatisfy { PublicAddress.objection(to: $0.bytes) != nil }, "\(name)")
        }
        await #expect(throws: HostResolver.Failure.self) { try await HostResolver.addresses(of: "nobody.invalid") }
    }
}
