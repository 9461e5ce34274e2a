import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// HTTP clients, one for each name and address: what is connected to is the address that was checked, whatever the name stands for
/// a moment later.
///
/// Its connections are kept for a while, so that many events for one receiver do not each pay for TLS.
final class WebhookClients: Sendable {
    /// What a client is for.
    struct Place: Hashable, Sendable {
        /// The name as it stands in the address of the webhook.
        var host: String
        /// The address that it stood for, and that was checked.
        var address: String
    }

    private struct Entry {
        var client: HTTPClient
        var users: Int
        var usedAt: NIODeadline
    }

    /// For so long is a client kept that nobody uses.
    private static let idleMaximum = TimeAmount.seconds(60)
    private let entries = Mutex<[Place: Entry]>([:])
    private let tls: TLSConfiguration?
    private let connectTimeout: TimeAmount

    init(tls: TLSConfiguration?, connectTimeout: TimeAmount) {
        self.tls = tls
        self.connectTimeout = connectTimeout
    }

    /// Lends a client for as long as `body` runs.
    func withClient<Value>(for place: Place, _ body: (HTTPClient) async throws -> Value) async throws -> Value {
        let client = entries.withLock { entries in
            var entry = entries[place] ?? Entry(client: makeClient(place), users: 0, usedAt: .now())
            entry.users += 1
            entries[place] = entry
            return entry.client
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(client))
        } catch {
            result = .failure(error)
        }
        entries.withLock { entries in
            entries[place]?.users -= 1
            entries[place]?.usedAt = .now()
        }
        await close(idleFor: Self.idleMaximum)
        return try result.get()
    }

    /// Closes every client that nobody uses.
    func close() async {
        await close(idleFor: .zero)
    }

    private func close(idleFor time: TimeAmount) async {
        let idle = entries.withLock { entries in
            let idle = entries.filter { $0.value.users == 0 && $0.value.usedAt + time <= .now() }
            for place in idle.keys { entries[place] = nil }
            return idle.values.map(\.client)
        }
        // A client that does not close well is gone all the same.
        for client in idle { try? await client.shutdown() }
    }

    private func makeClient(_ place: Place) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: connectTimeout),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.dnsOverride = [place.host: place.address]
        return HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            configuration: configuration
        )
    }
}
