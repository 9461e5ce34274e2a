import NIOCore
import Synchronization
import Testing

@testable import RouterOSAPI

/// Batches: how many commands are in flight, and what becomes of the others when it ends early.
@Suite(.timeLimit(.minutes(15)))
struct CommandBatchTests {
    @Test func `no more commands are in flight than the window holds`() async throws {
        let held = Mutex<[String]>([])
        let most = Mutex(0)
        try await RouterOSConnectionTests.withConnection { sentence, peer in
            // Answers the oldest once the window is full, and all of them at the last command.
            let answers = held.withLock { held in
                held.append(sentence.tagText)
                most.withLock { $0 = max($0, held.count) }
                let isLast = Row(sentence).text("n") == "99"
                let count = isLast ? held.count : held.count == 4 ? 1 : 0
                defer { held.removeFirst(count) }
                return Array(held.prefix(count))
            }
            for tag in answers { peer.send(["!done", ".tag=\(tag)"]) }
        } _: { connection in
            let results = await connection.batch((0..<100).map { Command("/echo").with("n", $0) }, window: 4)
            #expect(results.count == 100)
            for result in results { _ = try result.get() }
            #expect(most.withLock { $0 } == 4)
        }
    }

    @Test func `a batch that is cancelled has the router stop what is in flight and sends nothing more`() async throws {
        let paths = Mutex<[String]>([])
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        try await RouterOSConnectionTests.withConnection { sentence, peer in
            let count = paths.withLock { paths in
                paths.append(sentence.path)
                return paths.count
            }
            if count == 3 { beginning.yield() }
            if sentence.path == "/cancel" {
                let cancelled = Row(sentence).text("tag") ?? ""
                peer.send(
                    ["!trap", ".tag=\(cancelled)", "=category=2", "=message=interrupted"],
                    ["!done", ".tag=\(cancelled)"]
                )
                peer.send(["!done", ".tag=\(sentence.tagText)"])
            }
        } _: { connection in
            let results = await withTaskGroup { group in
                group.addTask { await connection.batch((0..<50).map { Command("/add").with("n", $0) }, window: 3) }
                for await _ in begun { break }
                group.cancelAll()
                return await group.reduce(into: []) { $0 += $1 }
            }
            #expect(results.count == 50)
            for (index, result) in results.enumerated() {
                guard case .failure(let error) = result else {
                    Issue.record("command \(index) was answered")
                    continue
                }
                #expect(error.reason == .cancelled)
                #expect(error.effect == (index < 3 ? .unknown : .none))
            }
            // The connection is as good as before, and only three commands ever left.
            _ = await connection.batch([])
            #expect(paths.withLock { $0.count { $0 == "/add" } } == 3)
        }
    }

    @Test func `on a connection that has ended every command of a long batch fails at once`() async throws {
        try await RouterOSConnectionTests.withConnection { _, _ in
        } _: { connection in
            await connection.close()
            let results = await connection.batch((0..<2000).map { Command("/echo").with("n", $0) }, window: 16)
            #expect(results.count == 2000)
            #expect(
                results.allSatisfy { result in
                    if case .failure(let error) = result {
                        error.effect == .none && error.reason == .closedLocally
                    } else {
                        false
                    }
                }
            )
        }
    }

    @Test func `a batch goes to its end when the router hangs up in its middle`() async throws {
        let count = Mutex(0)
        try await RouterOSConnectionTests.withConnection { sentence, peer in
            let number = count.withLock { count in
                count += 1
                return count
            }
            if number <= 10 {
                peer.send(["!done", ".tag=\(sentence.tagText)"])
            } else {
                peer.channel.close(promise: nil)
            }
        } _: { connection in
            let results = await connection.batch((0..<1000).map { Command("/add").with("n", $0) }, window: 8)
            let succeeded = results.count { result in if case .success = result { true } else { false } }
            #expect(results.count == 1000)
            #expect(succeeded == 10)
            let unknown = results.count { result in
                if case .failure(let error) = result { error.effect == .unknown } else { false }
            }
            #expect((1...8).contains(unknown))
        }
    }
}
