import Foundation
import GRDB
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct OpeningTests {
    @Test func `a new database gets its key file, readable by the owner only`() async throws {
        let scratch = try Scratch()
        let store = try await scratch.open()
        for file in [scratch.keyFile, scratch.database] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
        #expect(left.filter { $0.hasPrefix("gate.sqlite.key") } == ["gate.sqlite.key"])
        try store.close()
    }

    @Test func `closing moves the log into the database and leaves none behind`() async throws {
        let world = try await World()
        _ = try await world.coupons(5)
        // Something was read, too: a reader that closes last could not remove the log.
        #expect(try await world.store.sites().count == 2)
        #expect(FileManager.default.fileExists(atPath: world.scratch.database + "-wal"))
        try world.store.close()
        #expect(!FileManager.default.fileExists(atPath: world.scratch.database + "-wal"))
    }

    @Test func `the open writer waits for the disk, and keeps foreign keys and a log`() async throws {
        let scratch = try Scratch()
        let store = try await scratch.open()
        let pool = try #require(store.database as? SQLiteDatabase).pool
        let pragmas = try await pool.writeWithoutTransaction { database in
            try ["synchronous", "foreign_keys", "journal_mode"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        #expect(pragmas == ["2", "1", "wal"])
    }

    @Test func `every table is strict`() async throws {
        let scratch = try Scratch()
        let store = try await scratch.open()
        let pool = try #require(store.database as? SQLiteDatabase).pool
        let loose = try await pool.read { database in
            try String.fetchAll(
                database,
                sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT'"
            )
        }
        #expect(loose == [])
    }

    @Test func `the gateway's id stays the same`() async throws {
        let scratch = try Scratch()
        let first = try await scratch.open()
        let id = first.gatewayID
        try first.close()
        let second = try await scratch.open()
        #expect(second.gatewayID == id)
    }

    @Test func `a database without its key file is one error that names the file`() async throws {
        let scratch = try Scratch()
        try await scratch.open().close()
        try FileManager.default.removeItem(atPath: scratch.keyFile)
        let error = await #expect(throws: StoreError.self) { try await scratch.open() }
        #expect(error == .keyMissing(file: scratch.keyFile))
        #expect(error?.description.contains(scratch.keyFile) == true)
        #expect(error?.description.contains("backup") == true)
        #expect(!FileManager.default.fileExists(atPath: scratch.keyFile))
    }

    @Test(arguments: [0o640, 0o604, 0o666])
    func `a key file that others may read is refused`(mode: Int) async throws {
        let scratch = try Scratch()
        try await scratch.open().close()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: scratch.keyFile)
        let expected = StoreError.keyExposed(file: scratch.keyFile, mode: "0" + String(mode, radix: 8))
        await #expect(throws: expected) { try await scratch.open() }
    }

    @Test func `another database's key file, and a file that is no key, are refused`() async throws {
        let scratch = try Scratch()
        let other = try Scratch()
        try await scratch.open().close()
        try await other.open().close()
        try FileManager.default.removeItem(atPath: scratch.keyFile)
        try FileManager.default.copyItem(atPath: other.keyFile, toPath: scratch.keyFile)
        await #expect(throws: StoreError.keyMismatch(file: scratch.keyFile)) { try await scratch.open() }
        for text in ["", "secret", String(repeating: "0", count: 63) + "\n"] {
            try Data(text.utf8).write(to: URL(filePath: scratch.keyFile))
            await #expect(throws: StoreError.keyInvalid(file: scratch.keyFile)) { try await scratch.open() }
        }
        try FileManager.default.removeItem(atPath: scratch.keyFile)
        try FileManager.default.createDirectory(atPath: scratch.keyFile, withIntermediateDirectories: false)
        await #expect(throws: StoreError.keyInvalid(file: scratch.keyFile)) { try await scratch.open() }
    }

    @Test func `two first starts at once agree on id and key`() async throws {
        let scratch = try Scratch()
        let ids = try await withThrowingTaskGroup { group in
            for _ in 0..<4 { group.addTask { try await scratch.open().gatewayID } }
            return try await group.reduce(into: Set<GatewayID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }

    @Test func `what a newer version wrote and did not yet move into the file is left where it is`() async throws {
        let (scratch, killed) = (try Scratch(), try Scratch())
        let store = try await scratch.open()
        try await store.write { connection throws(StoreError) in
            try connection.query("INSERT INTO migrations (position, name) VALUES (1000000, 'tomorrow')")
        }
        // As after a kill: the log holds what the file does not.
        try scratch.snapshot(to: killed)
        let files = [killed.database, killed.database + "-wal"].map { URL(filePath: $0) }
        let before = try files.map { try Data(contentsOf: $0) }
        try #require(before.allSatisfy { !$0.isEmpty })
        let expected = StoreError.newerSchema(step: "tomorrow", file: killed.database)
        await #expect(throws: expected) { try await killed.open() }
        #expect(try files.map { try Data(contentsOf: $0) } == before)
        try store.close()
    }

    @Test func `a database of a newer version is one clear error`() async throws {
        let scratch = try Scratch()
        let store = try await scratch.open()
        try await store.write { connection throws(StoreError) in
            try connection.query("INSERT INTO migrations (position, name) VALUES (1000000, 'tomorrow')")
        }
        try store.close()
        let before = try Data(contentsOf: URL(filePath: scratch.database))
        let expected = StoreError.newerSchema(step: "tomorrow", file: scratch.database)
        await #expect(throws: expected) { try await scratch.open() }
        #expect(expected.description.contains(scratch.database))
        #expect(try Data(contentsOf: URL(filePath: scratch.database)) == before)
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)).count == 2)
    }

    @Test func `a key file that cannot be used leaves the database as it is, byte for byte`() async throws {
        let scratch = try Scratch()
        try await scratch.open().close()
        let before = try Data(contentsOf: URL(filePath: scratch.database))
        try FileManager.default.removeItem(atPath: scratch.keyFile)
        await #expect(throws: StoreError.keyMissing(file: scratch.keyFile)) { try await scratch.open() }
        #expect(try Data(contentsOf: URL(filePath: scratch.database)) == before)
    }

    @Test func `a file that is no database, and a folder that cannot be, are named`() async throws {
        let scratch = try Scratch()
        try Data(String(repeating: "no database ", count: 100).utf8).write(to: URL(filePath: scratch.database))
        let error = await #expect(throws: StoreError.self) { try await scratch.open() }
        #expect(error?.description.contains(scratch.database) == true)
        let inFile = StoreConfiguration(path: scratch.database + "/gate.sqlite")
        let folderError = await #expect(throws: StoreError.self) { try await Store.open(inFile) }
        #expect(folderError?.description.contains(scratch.database) == true)
    }
}
