import Foundation
import GatewayDomain
import GatewayHTTP
import NIOCore
import NIOPosix

/// The portal's side: it calls the gateway's API over HTTP, with a token, as any program would.
///
/// Each request has a connection of its own, which ends with the answer. Foundation's client would leave folders behind in the user's
/// home, and no other is needed anywhere else.
struct DemoAPI: Sendable {
    /// What a coupon is to the portal.
    struct Coupon: Decodable {
        let code: String
    }

    /// What a schedule is to the portal.
    struct Schedule: Decodable {
        let id: String
        let name: String
        let nextRunAt: String
    }

    /// Where the API is.
    let address: String
    /// A file with the token, which nobody but its owner reads.
    let tokenFile: String
    private let token: Secret
    private let port: Int

    /// Keeps a token in a folder, for this and for other programs.
    init(port: Int, token: Secret, in folder: DemoFolder) throws {
        address = "http://127.0.0.1:\(port)"
        tokenFile = folder.path + "/token"
        self.token = token
        self.port = port
        let isWritten = FileManager.default.createFile(
            atPath: tokenFile,
            contents: Data(token.revealed.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw DemoFailure("\(tokenFile) cannot be written") }
    }

    /// Sends a request that makes something.
    ///
    /// - Parameters:
    ///   - path: the path.
    ///   - body: what to make; nil when the path says it all.
    /// - Returns: what was made.
    /// - Throws: ``DemoFailure`` with the answer when it is not 201.
    func post<Made: Decodable>(_ path: String, _ body: JSON? = nil) async throws -> Made {
        let content = body?.text ?? ""
        let request = """
            POST \(path) HTTP/1.1
            Host: 127.0.0.1:\(port)
            Authorization: Bearer \(token.revealed)
            Idempotency-Key: \(UUID().uuidString)
            Content-Type: application/json
            Content-Length: \(content.utf8.count)
            Connection: close


            """
        let answer = try await exchange(request.replacing("\n", with: "\r\n") + content)
        guard let end = answer.firstRange(of: "\r\n\r\n"), answer.hasPrefix("HTTP/1.1 201 ") else {
            throw DemoFailure("POST \(path) was answered with \(answer.oneLine)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Made.self, from: Data(answer[end.upperBound...].utf8))
    }

    /// Sends a text, and gives everything that comes until the other side closes.
    private func exchange(_ request: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            for try await bytes in inbound { answer.writeImmutableBuffer(bytes) }
            return String(buffer: answer)
        }
    }
}
