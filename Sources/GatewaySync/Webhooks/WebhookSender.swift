import AsyncHTTPClient
import Foundation
import GatewayDomain
import GatewayStore
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends one event to one webhook, once.
///
/// A name is resolved, its addresses are checked, and one that passed is connected to: no other, whatever the name stands for then.
/// Redirects are not followed, for they would lead past the check.
struct WebhookSender: Sendable {
    /// How it sends.
    let configuration: WebhookConfiguration
    private let clients: WebhookClients
    private let resolve: @Sendable (String) async throws -> [HostAddress]
    private let now: @Sendable () -> Timestamp

    init(
        configuration: WebhookConfiguration,
        tls: TLSConfiguration? = nil,
        resolve: @escaping @Sendable (String) async throws -> [HostAddress] = HostResolver.addresses,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.configuration = configuration
        clients = WebhookClients(tls: tls, connectTimeout: .nanoseconds(configuration.attemptDeadline.nanoseconds))
        self.resolve = resolve
        self.now = now
    }

    /// Sends it, and tells what came of it, within the deadline of an attempt.
    func send(_ delivery: ClaimedDelivery) async -> DeliveryAttempt {
        let begin = ContinuousClock.now
        let startedAt = now()
        let result = await Self.limited(
            to: configuration.attemptDeadline,
            orElse: .failed(WebhookFailure.silence(configuration.attemptDeadline))
        ) {
            do {
                return try await exchange(delivery, at: startedAt)
            } catch let error as Refusal {
                return .failed(error.description)
            } catch {
                return .failed(WebhookFailure.text(error, within: configuration.attemptDeadline))
            }
        }
        return DeliveryAttempt(startedAt: startedAt, took: .now - begin, result: result)
    }

    /// Closes the connections that are kept.
    func close() async {
        await clients.close()
    }

    private struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    private func exchange(
        _ delivery: ClaimedDelivery,
        at time: Timestamp
    ) async throws -> DeliveryAttempt.Result {
        let target = delivery.webhook.settings.target
        let address = try await checkedAddress(of: target, tries: delivery.tries)
        let request = Self.request(delivery, at: time)
        let place = WebhookClients.Place(host: target.host, address: address.text)
        return try await clients.withClient(for: place) { client in
            let deadline = NIODeadline.now() + .nanoseconds(configuration.attemptDeadline.nanoseconds)
            let response = try await client.execute(request, deadline: deadline)
            let answer = DeliveryAttempt.Result.answered(
                status: Int(response.status.code),
                retryAfterSeconds: response.headers.first(name: "retry-after").flatMap { Int64($0) }
            )
            return await Self.limited(to: configuration.bodyDeadline, orElse: answer) {
                // Read so that the connection can be used again; what it says, and whether it ends, makes no difference.
                _ = try? await response.body.collect(upTo: configuration.responseBytesMaximum)
                return answer
            }
        }
    }

    /// An address that may be connected to; with several, another one at each try, so that one that is down stands in nobody's way.
    private func checkedAddress(of target: WebhookTarget, tries: Int) async throws -> HostAddress {
        guard target.isSecure || configuration.allowsPrivate else {
            throw Refusal(
                description: "refused: plain HTTP lets everybody on the way read it; "
                    + "use https, or serve with \(Self.option)"
            )
        }
        let found = try await resolve(target.host)
        let allowed = found.filter { configuration.allowsPrivate || PublicAddress.objection(to: $0.bytes) == nil }
        guard !allowed.isEmpty else {
            let first = found.first
            let reason = first.flatMap { PublicAddress.objection(to: $0.bytes) } ?? "no address"
            throw Refusal(
                description: "refused: \(target.host) is \(first?.text ?? "nowhere") (\(reason)); "
                    + "allow that with serve \(Self.option)"
            )
        }
        return allowed[tries % allowed.count]
    }

    private static let option = "--allow-private-webhooks"

    private static func request(_ delivery: ClaimedDelivery, at time: Timestamp) -> HTTPClientRequest {
        let (id, body) = (delivery.event.id.rawValue, delivery.event.json)
        var request = HTTPClientRequest(url: delivery.webhook.settings.target.description)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": "gardengate", "webhook-id": id,
            "webhook-timestamp": "\(time.seconds)",
            "webhook-signature": WebhookSignature.text(
                id: id,
                seconds: time.seconds,
                body: body,
                secrets: delivery.secrets
            ),
        ]
        request.body = .bytes(ByteBuffer(string: body))
        return request
    }

    /// Runs something that can be cancelled, for so long at the most.
    private static func limited(
        to time: Duration,
        orElse timedOut: DeliveryAttempt.Result,
        _ body: @escaping @Sendable () async -> DeliveryAttempt.Result
    ) async -> DeliveryAttempt.Result {
        await withTaskGroup(of: DeliveryAttempt.Result?.self) { group in
            group.addTask { await body() }
            group.addTask {
                do {
                    try await Task.sleep(for: time)
                } catch {
                    return nil
                }
                return timedOut
            }
            defer { group.cancelAll() }
            for await result in group { if let result { return result } }
            return .failed("stopped")
        }
    }
}

extension Duration {
    /// The whole nanoseconds in it.
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
