import Synchronization
import Testing

@testable import GatewayHTTP

/// One at a time for each key, in the order of arrival, and nobody waits for ever.
@Suite struct RunningRequestsTests {
    private static let key = RunningRequests.Key(owner: "o", key: "k")

    @Test(.timeLimit(.minutes(15))) func `two with one key never run at the same time`() async throws {
        let requests = RunningRequests()
        let room = Room()
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for index in 0..<100 {
                group.addTask {
                    try await requests.oneAtATime(Self.key, within: .seconds(60)) {
                        room.enter()
                        await Task.yield()
                        room.leave()
                        return index
                    }
                }
            }
            let done = try await group.reduce(into: Set<Int>()) { if let index = $1 { $0.insert(index) } }
            #expect(done.count == 100)
        }
        #expect(room.most == 1)
        #expect(requests.waiterCount == 0)
    }

    @Test(.timeLimit(.minutes(15))) func `one whose turn does not come in time gives up alone`() async throws {
        let requests = RunningRequests()
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await requests.oneAtATime(Self.key, within: .seconds(60)) {
                    enter.yield()
                    for await _ in released { break }
                    return true
                } ?? false
            }
            for await _ in entered { break }
            let late = try await requests.oneAtATime(Self.key, within: .milliseconds(1)) { true }
            #expect(late == nil)
            let other = RunningRequests.Key(owner: "o", key: "other")
            #expect(try await requests.oneAtATime(other, within: .milliseconds(1)) { true } == true)
            group.addTask { try await requests.oneAtATime(Self.key, within: .seconds(60)) { true } ?? false }
            while requests.waiterCount == 0 { await Task.yield() }
            release.yield()
            #expect(try await group.reduce(true) { $0 && $1 })
        }
    }

    @Test func `one that fails lets the next one in`() async throws {
        let requests = RunningRequests()
        await #expect(throws: CancellationError.self) {
            try await requests.oneAtATime(Self.key, within: .seconds(60)) { throw CancellationError() }
        }
        #expect(try await requests.oneAtATime(Self.key, within: .milliseconds(1)) { 1 } == 1)
    }
}

/// Counts who is in it, and remembers the most.
private final class Room: Sendable {
    private let state = Mutex((inside: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock { state in
            state.inside += 1
            state.most = max(state.most, state.inside)
        }
    }

    func leave() { state.withLock { $0.inside -= 1 } }
}
