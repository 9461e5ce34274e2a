import HTTPTypes
import Testing

@testable import GatewayHTTP

/// What depends on the order of events, which a real connection does not let a test choose.
@Suite struct ConnectionStateTests {
    private static let maximum = 100

    @Test func `once the server stops, the answer under way is the last`() {
        var state = ConnectionState(bodyBytesMaximum: Self.maximum)
        #expect(state.received([:]) == .take)
        #expect(state.receivedEnd() == .take)
        state.isQuiescing = true
        #expect(state.sends([:]) == .sendAsLast)
        #expect(state.sentEnd() == .close)
    }

    @Test func `while it stops, requests that stand in line are answered first`() {
        var state = ConnectionState(bodyBytesMaximum: Self.maximum)
        for _ in 0..<2 {
            #expect(state.received([:]) == .take)
            #expect(state.receivedEnd() == .take)
        }
        state.isQuiescing = true
        #expect(state.sends([:]) == .send)
        #expect(state.sentEnd() == .nothing)
        #expect(state.sends([:]) == .sendAsLast)
        #expect(state.sentEnd() == .close)
    }

    @Test func `a go-ahead waits for the answers that come before`() {
        var state = ConnectionState(bodyBytesMaximum: Self.maximum)
        #expect(state.received([:]) == .take)
        #expect(state.receivedEnd() == .take)
        #expect(state.received([.expect: "100-Continue", .contentLength: "10"]) == .take)
        #expect(state.sends([:]) == .send)
        #expect(state.sentEnd() == .sendContinue)
        #expect(state.received(bytes: 10) == .take)
        #expect(state.receivedEnd() == .take)
        #expect(state.sends([:]) == .send)
        #expect(state.sentEnd() == .nothing)
    }

    @Test func `nonsense behind requests is answered behind their answers, and nothing after it counts`() {
        var state = ConnectionState(bodyBytesMaximum: Self.maximum)
        #expect(state.received([:]) == .take)
        #expect(state.receivedEnd() == .take)
        #expect(state.failed(.requestMalformed) == .wait)
        #expect(state.received([:]) == .drop)
        #expect(state.sends([:]) == .send)
        #expect(state.sentEnd() == .answer(.requestMalformed))
    }

    @Test func `behind a request that wants the connection closed nothing is taken`() {
        var state = ConnectionState(bodyBytesMaximum: Self.maximum)
        #expect(state.received([.connection: "Close"]) == .take)
        #expect(state.receivedEnd() == .take)
        #expect(state.received([:]) == .drop)
        #expect(state.received(bytes: Self.maximum) == .drop)
        #expect(state.received(bytes: 1) == .abort)
        #expect(state.sends([:]) == .sendAsLast)
    }

    @Test func `a second answer to one request is dropped, and ends the connection`() {
        var state = ConnectionState(bodyBytesMaximum: Self.maximum)
        #expect(state.received([:]) == .take)
        #expect(state.receivedEnd() == .take)
        #expect(state.sends([:]) == .send)
        #expect(state.sentEnd() == .nothing)
        #expect(state.sends([:]) == .drop)
        #expect(state.dropsAnswer)
        #expect(state.sentEnd() == .close)
    }

    @Test func `of a body whose answer was sent no more is read than any body may have`() {
        var state = ConnectionState(bodyBytesMaximum: Self.maximum)
        #expect(state.received([.contentLength: "1000"]) == .take)
        #expect(state.sends([:]) == .send)
        #expect(state.sentEnd() == .awaitRest(request: 1))
        #expect(state.awaitsRest(of: 1))
        #expect(state.received(bytes: Self.maximum) == .take)
        #expect(state.received(bytes: 1) == .close)
        state.close()
        #expect(!state.awaitsRest(of: 1))
    }
}
