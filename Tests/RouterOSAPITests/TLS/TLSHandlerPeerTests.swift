import TestSeeds
import NIOCore
import NIOEmbedded
import Testing

@testable import RouterOSAPI

/// What a peer, or whoever sits in between, may do to a session.
@Suite struct TLSHandlerPeerTests {
    @Test(arguments: [TLSServerIdentity?.none, .anonymous])
    func `a changed byte never becomes another plaintext`(anonymous: TLSServerIdentity?) throws {
        let identity = try anonymous ?? TestIdentity.router.get()
        let trust = identity.fingerprint.map { TLSTrust.pinned($0) } ?? .anonymous
        var generator = Seed.generator
        let sent = ByteBuffer(repeating: 42, count: 3000)
        var refused = 0
        for _ in 0..<200 {
            let pair = try TLSPair(identity: identity, trust: trust)
            defer { pair.finish() }
            try pair.connect()
            pair.client.writeAndFlush(sent, promise: nil)
            var toGo = Int.random(in: 0..<5000, using: &generator)
            let mask = UInt8.random(in: 1...255, using: &generator)
            var moved = true
            while moved {
                moved = false
                for (sender, receiver) in [(pair.client, pair.server), (pair.server, pair.client)] {
                    while var bytes = try sender.readOutbound(as: ByteBuffer.self) {
                        moved = true
                        if (0..<bytes.readableBytes).contains(toGo) {
                            let index = bytes.readerIndex + toGo
                            let byte = try #require(bytes.getInteger(at: index, as: UInt8.self))
                            bytes.setInteger(byte ^ mask, at: index)
                        }
                        toGo -= bytes.readableBytes
                        if receiver.isActive { try receiver.writeInbound(bytes) }
                    }
                }
            }
            let arrived = pair.atServer.received
            #expect(arrived.readableBytes == 0 || arrived == sent)
            if !pair.atClient.errors.isEmpty || !pair.atServer.errors.isEmpty { refused += 1 }
            #expect(pair.atClient.errors.count <= 1 && pair.atServer.errors.count <= 1)
        }
        // A byte may fall where nothing depends on it, or behind the end.
        #expect(refused > 100)
    }

    @Test func `random bytes in place of a peer end in one error`() throws {
        var generator = Seed.generator
        let context = try TLSContext(server: TestIdentity.router.get())
        for index in 0..<500 {
            let channel = EmbeddedChannel()
            let recorder = TLSRecorder()
            let handler =
                try index.isMultiple(of: 2)
                ? TLSHandler(serving: context) : TLSHandler(connectingTo: "router.test", trust: .observe)
            try channel.pipeline.syncOperations.addHandlers([handler, recorder])
            channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 8729), promise: nil)
            // Some begin as a handshake record does, to get further in.
            var bytes = ByteBuffer(bytes: Bool.random(using: &generator) ? [22, 3, 1, 0, 200, 1] : [])
            bytes.writeBytes((0..<400).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            try channel.writeInbound(bytes)
            if channel.isActive { channel.pipeline.fireChannelInactive() }
            #expect(recorder.errors.count == 1)
            #expect(recorder.received.readableBytes == 0)
            _ = try? channel.finish(acceptAlreadyClosed: true)
        }
    }

    @Test func `a read that brings half a record asks for the rest and a whole one does not`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        let reads = SocketWatcher()
        try pair.client.pipeline.syncOperations.addHandler(reads, position: .first)
        try pair.connect()
        try pair.pump()
        try pair.client.syncOptions?.setOption(.autoRead, value: false)
        pair.server.writeAndFlush(ByteBuffer(repeating: 1, count: 1000), promise: nil)
        var record = try #require(try pair.server.readOutbound(as: ByteBuffer.self))
        pair.client.read()
        reads.count = 0
        try pair.client.writeInbound(record.readSlice(length: 500))
        #expect(pair.atClient.received.readableBytes == 0)
        #expect(reads.count == 1)
        try pair.client.writeInbound(record.readSlice(length: record.readableBytes))
        #expect(pair.atClient.received.readableBytes == 1000)
        #expect(reads.count == 1, "nobody above asked for more")
    }

    @Test(arguments: [TLSServerIdentity?.none, .anonymous])
    func `half a close says goodbye and still reads`(anonymous: TLSServerIdentity?) throws {
        let identity = try anonymous ?? TestIdentity.router.get()
        let trust = identity.fingerprint.map { TLSTrust.pinned($0) } ?? .anonymous
        let pair = try TLSPair(identity: identity, trust: trust)
        defer { pair.finish() }
        try pair.client.pipeline.syncOperations.addHandler(SocketWatcher(), position: .first)
        try pair.connect()
        try pair.pump()
        pair.server.writeAndFlush(ByteBuffer(string: "answer"), promise: nil)
        let context = try pair.client.pipeline.syncOperations.context(handlerType: TLSHandler.self)
        let handler = try #require(context.handler as? TLSHandler)
        handler.close(context: context, mode: .output, promise: nil)
        let promise = pair.client.eventLoop.makePromise(of: Void.self)
        var failure: TLSError?
        promise.futureResult.assumeIsolated().whenFailure { failure = $0 as? TLSError }
        pair.client.writeAndFlush(ByteBuffer(string: "too late"), promise: promise)
        #expect(failure == .closed)
        _ = try pair.move(from: pair.server, to: pair.client)
        #expect(String(buffer: pair.atClient.received) == "answer")
        _ = try pair.move(from: pair.client, to: pair.server)
        #expect(pair.atServer.closures == [.closeNotify])
        #expect(pair.atServer.received.readableBytes == 0)
    }
}

/// Counts the reads that reach the socket, and keeps half a close from it, which would end an embedded channel as a whole.
private final class SocketWatcher: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output { promise?.succeed() } else { context.close(mode: mode, promise: promise) }
    }
}
