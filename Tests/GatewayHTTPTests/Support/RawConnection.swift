import NIOCore
import NIOPosix

/// A connection as it is: bytes in, bytes out, without any idea of HTTP.
final class RawConnection {
    private let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    /// Everything that has come so far.
    private(set) var received = ""
    /// Whether the other side has closed.
    private(set) var isClosed = false

    private init(
        _ channel: any Channel,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>
    ) {
        self.channel = channel
        self.outbound = outbound
        self.inbound = inbound.makeAsyncIterator()
    }

    /// The statuses of the answers so far.
    var statuses: [String] {
        let answers = received.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: false).dropFirst()
        return answers.map { String($0.prefix(3)) }
    }

    /// Connects, and closes when `body` is done.
    static func opened(to port: Int, _ body: (RawConnection) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        do {
            try await channel.executeThenClose { inbound, outbound in
                try await body(RawConnection(channel.channel, outbound, inbound))
            }
        } catch let error as IOError {
            // Closing what the other side has reset already is no failure of a test.
            guard error.errnoCode != 0 else { throw error }
        }
    }

    /// Sends a text as it is, and waits until the system has taken it.
    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    /// Sends as many bytes of a body as the other side takes.
    ///
    /// - Returns: how many it took before it closed.
    func send(bytes count: Int, chunked: Bool) async -> Int {
        let size = 64 << 10
        let bytes = String(repeating: " ", count: size)
        let chunk = chunked ? "\(String(size, radix: 16))\r\n\(bytes)\r\n" : bytes
        var sent = 0
        while sent < count {
            do { try await send(chunk) } catch { return sent }
            sent += size
        }
        return sent
    }

    /// Says that nothing more is sent.
    func finishSending() {
        outbound.finish()
    }

    /// Reads until a text has come so often.
    ///
    /// - Returns: whether it came before the other side closed.
    @discardableResult
    func read(until text: String, times: Int = 1) async throws -> Bool {
        while received.components(of: text) < times {
            guard try await readMore() else { return false }
        }
        return true
    }

    /// Reads until the other side closes.
    ///
    /// - Returns: everything that has come.
    @discardableResult
    func readToEnd() async throws -> String {
        while try await readMore() {}
        return received
    }

    private func readMore() async throws -> Bool {
        guard !isClosed else { return false }
        do {
            guard let bytes = try await inbound.next() else {
                isClosed = true
                return false
            }
            received += String(buffer: bytes)
            return true
        } catch is IOError {
            isClosed = true
            return false
        }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
