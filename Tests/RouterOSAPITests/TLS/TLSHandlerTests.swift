import TestSeeds
import NIOCore
import NIOEmbedded
import Testing

@testable import RouterOSAPI

@Suite struct TLSHandlerTests {
    @Test(arguments: [1, 2, 3, 5, 7, 16, 100, 1447, Int.max])
    func `bytes arrive whole however they were split`(chunk: Int) throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        try pair.pump(chunk: chunk)
        #expect(pair.atClient.handshake?.peerFingerprint == identity.fingerprint)
        #expect(pair.atClient.handshake?.version == .v13)
        #expect(pair.atServer.handshake != nil)
        let size = chunk < 16 ? 20_000 : 100_000
        let sent = ByteBuffer(bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let answered = ByteBuffer(bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 17) })
        pair.client.writeAndFlush(sent, promise: nil)
        pair.server.writeAndFlush(answered, promise: nil)
        try pair.pump(chunk: chunk)
        #expect(pair.atServer.received == sent)
        #expect(pair.atClient.received == answered)
        #expect(pair.atClient.errors.isEmpty && pair.atServer.errors.isEmpty)
    }

    @Test(arguments: [1, 3, 1447, Int.max])
    func `an anonymous pair speaks TLS 1 point 2 without a certificate`(chunk: Int) throws {
        let pair = try TLSPair(identity: .anonymous, trust: .anonymous)
        defer { pair.finish() }
        try pair.connect()
        try pair.pump(chunk: chunk)
        let handshake = try #require(pair.atClient.handshake)
        #expect(handshake.version == .v12)
        #expect(handshake.cipher.hasPrefix("ADH-"))
        #expect(handshake.peerFingerprint == nil)
        pair.client.writeAndFlush(ByteBuffer(string: "/login"), promise: nil)
        try pair.pump(chunk: chunk)
        #expect(String(buffer: pair.atServer.received) == "/login")
    }

    @Test func `writes before the handshake wait in order with their promises`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        let first = pair.client.eventLoop.makePromise(of: Void.self)
        let second = pair.client.eventLoop.makePromise(of: Void.self)
        var done: [Int] = []
        first.futureResult.assumeIsolated().whenSuccess { done.append(1) }
        second.futureResult.assumeIsolated().whenSuccess { done.append(2) }
        pair.client.write(ByteBuffer(string: "one "), promise: first)
        pair.client.write(ByteBuffer(string: "two"), promise: second)
        pair.client.flush()
        pair.client.write(ByteBuffer(string: " never flushed"), promise: nil)
        #expect(done.isEmpty)
        try pair.pump()
        #expect(done == [1, 2])
        #expect(String(buffer: pair.atServer.received) == "one two")
    }

    @Test func `all small writes of one flush leave as one buffer and one record`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        try pair.pump()
        for index in 0..<100 { pair.client.write(ByteBuffer(string: "sentence \(index);"), promise: nil) }
        #expect(try pair.client.readOutbound(as: ByteBuffer.self) == nil)
        pair.client.flush()
        var buffer = try #require(try pair.client.readOutbound(as: ByteBuffer.self))
        #expect(try pair.client.readOutbound(as: ByteBuffer.self) == nil)
        // A record's header ends with its length (RFC 8446, section 5.1).
        let length = try #require(buffer.getInteger(at: buffer.readerIndex + 3, as: UInt16.self))
        #expect(Int(length) + 5 == buffer.readableBytes)
        try pair.server.writeInbound(buffer.readSlice(length: buffer.readableBytes))
        #expect(String(buffer: pair.atServer.received) == (0..<100).map { "sentence \($0);" }.joined())
    }

    @Test func `an answer written from inside of a read does no harm`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        pair.atServer.onRead = { context, buffer in
            context.writeAndFlush(NIOAny(buffer), promise: nil)
        }
        try pair.connect()
        try pair.pump()
        for _ in 0..<10 {
            pair.client.writeAndFlush(ByteBuffer(repeating: 7, count: 40_000), promise: nil)
            try pair.pump(chunk: 999)
        }
        #expect(pair.atClient.received.readableBytes == 400_000)
        #expect(pair.atServer.errors.isEmpty && pair.atClient.errors.isEmpty)
    }

    @Test func `a close tells the peer and a cut is told apart from it`() throws {
        let identity = try TestIdentity.router.get()
        let trust = TLSTrust.pinned(try #require(identity.fingerprint))
        let closed = try TLSPair(identity: identity, trust: trust)
        defer { closed.finish() }
        try closed.connect()
        try closed.pump()
        closed.client.close(promise: nil)
        try closed.pump()
        #expect(closed.atServer.closures == [.closeNotify])
        #expect(!closed.server.isActive)
        #expect(closed.atServer.errors.isEmpty)

        let cut = try TLSPair(identity: identity, trust: trust)
        defer { cut.finish() }
        try cut.connect()
        try cut.pump()
        cut.client.pipeline.fireChannelInactive()
        #expect(cut.atClient.closures == [.truncated])
        #expect(cut.atClient.errors.isEmpty)
        #expect(cut.atClient.isInactive)
    }

    @Test func `a peer that closes during the handshake fails every waiting write`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        let promise = pair.client.eventLoop.makePromise(of: Void.self)
        var failure: TLSError?
        promise.futureResult.assumeIsolated().whenFailure { failure = $0 as? TLSError }
        pair.client.writeAndFlush(ByteBuffer(string: "/login"), promise: promise)
        pair.client.pipeline.fireChannelInactive()
        #expect(failure == .closedDuringHandshake)
        #expect(pair.atClient.errors == [.closedDuringHandshake])
    }

    @Test func `more than the bound is refused before the handshake and nothing else suffers`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        pair.client.write(ByteBuffer(repeating: 1, count: TLSHandler.waitingBytesMaximum), promise: nil)
        let promise = pair.client.eventLoop.makePromise(of: Void.self)
        var failure: TLSError?
        promise.futureResult.assumeIsolated().whenFailure { failure = $0 as? TLSError }
        pair.client.writeAndFlush(ByteBuffer(string: "x"), promise: promise)
        #expect(failure == .tooMuchBeforeHandshake(bytesMaximum: TLSHandler.waitingBytesMaximum))
        try pair.pump()
        #expect(pair.atServer.received.readableBytes == TLSHandler.waitingBytesMaximum)
    }

    @Test func `bytes that are no TLS end in a named error`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        try pair.client.writeInbound(ByteBuffer(string: "!fatal\0not logged in"))
        #expect(pair.atClient.errors == [.notTLS])
        #expect(!pair.client.isActive)
    }

    @Test func `observing shows the certificate and lets nothing be written`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .observe)
        defer { pair.finish() }
        try pair.connect()
        let promise = pair.client.eventLoop.makePromise(of: Void.self)
        var failure: TLSError?
        promise.futureResult.assumeIsolated().whenFailure { failure = $0 as? TLSError }
        pair.client.writeAndFlush(ByteBuffer(string: "secret"), promise: promise)
        try pair.pump()
        #expect(pair.atClient.handshake?.peerFingerprint == identity.fingerprint)
        #expect(failure == .writeWhileObserving)
        #expect(!pair.client.isActive)
        #expect(pair.atServer.received.readableBytes == 0)
        #expect(pair.atServer.closures == [.closeNotify])
    }

    @Test func `writes of any sizes arrive in order and every promise is kept`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        try pair.pump()
        var generator = Seed.generator
        var sent = ByteBuffer()
        var promised = 0
        var kept = 0
        for _ in 0..<50 {
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                let most = [0, 100, 9000, 16384, 16385, 50_000].randomElement(using: &generator) ?? 0
                let size = Int.random(in: 0...most, using: &generator)
                let bytes = ByteBuffer(
                    bytes: (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                )
                sent.writeImmutableBuffer(bytes)
                guard Bool.random(using: &generator) else {
                    pair.client.write(bytes, promise: nil)
                    continue
                }
                let promise = pair.client.eventLoop.makePromise(of: Void.self)
                promised += 1
                promise.futureResult.assumeIsolated().whenSuccess { kept += 1 }
                pair.client.write(bytes, promise: promise)
            }
            pair.client.flush()
        }
        try pair.pump()
        #expect(pair.atServer.received == sent)
        #expect(promised > 0 && kept == promised)
    }

    @Test func `a close fails what was written and not flushed`() throws {
        let identity = try TestIdentity.router.get()
        let pair = try TLSPair(identity: identity, trust: .pinned(#require(identity.fingerprint)))
        defer { pair.finish() }
        try pair.connect()
        try pair.pump()
        var failures: [TLSError] = []
        let promise = pair.client.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenFailure { if let error = $0 as? TLSError { failures.append(error) } }
        pair.client.writeAndFlush(ByteBuffer(string: "flushed"), promise: nil)
        pair.client.write(ByteBuffer(string: "not flushed"), promise: promise)
        pair.client.close(promise: nil)
        #expect(failures == [.closed])
        try pair.pump()
        #expect(String(buffer: pair.atServer.received) == "flushed")
        #expect(pair.atServer.closures == [.closeNotify])
    }
}
