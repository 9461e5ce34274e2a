import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct EngineTests {
    @Test func `parameters are bound by their number, in whatever order they appear`() async throws {
        let world = try await World()
        let row = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT $2 AS second, $1 AS first, $2 AS again", ["A", "B"]).first
        }
        #expect(try row?.text("first") == "A")
        #expect(try row?.text("second") == "B")
        #expect(try row?.text("again") == "B")
    }

    @Test func `rows of an argument come back as they were`() async throws {
        let world = try await World()
        let texts: [String?] = [
            "", "plain", "a\"b\\c", "line\nbreak\u{1}\u{1F}", "Zoë ☕️ 漢字", "null", nil, "'; DROP TABLE x",
        ]
        let numbers: [Int64?] = [0, 1, -1, .max, .min, 1 << 53 + 1, nil, 42]
        let rows = SQLRows(zip(texts, numbers)) { [$0.0, $0.1] }
        let read = try await world.store.read { connection throws(StoreError) in
            try connection.query(
                "SELECT r.text, r.number FROM \(rows: 1, ["text": .text, "number": .int64]) AS r",
                [rows]
            )
        }
        var readTexts: [String?] = []
        var readNumbers: [Int64?] = []
        for row in read {
            readTexts.append(try row.optionalText("text"))
            readNumbers.append(try row.optionalInteger("number"))
        }
        #expect(readTexts == texts)
        #expect(readNumbers == numbers)
    }

    @Test func `a text never holds what an engine would cut it at`() async throws {
        let world = try await World()
        let read = try await world.store.read { connection throws(StoreError) in
            try connection.query(
                "SELECT r.text, $2 AS plain FROM \(rows: 1, ["text": .text]) AS r",
                [SQLRows(["a\u{0}b"]) { [$0] }, "a\u{0}b"]
            ).first
        }
        #expect(try read?.text("text") == "a\u{FFFD}b")
        #expect(try read?.text("plain") == "a\u{FFFD}b")
    }

    @Test func `a reading transaction cannot write`() async throws {
        let world = try await World()
        await #expect(throws: StoreError.self) {
            try await world.store.read { connection throws(StoreError) in try connection.query("DELETE FROM devices") }
        }
        #expect(try await world.store.allDevices().count == 2)
    }

    @Test func `a column that is missing, empty or of another type is an error`() async throws {
        let world = try await World()
        let row = try #require(
            try await world.store.read { connection throws(StoreError) in
                try connection.query("SELECT 1 AS number, 'a' AS text, NULL AS empty").first
            }
        )
        #expect(throws: StoreError.damaged("a result has no column other")) { try row.integer("other") }
        #expect(throws: StoreError.damaged("column text holds no number")) { try row.integer("text") }
        #expect(throws: StoreError.damaged("column empty is empty")) { try row.text("empty") }
        #expect(throws: StoreError.damaged("column number holds no text")) { try row.text("number") }
        #expect(throws: StoreError.self) { try row.choice("text", of: SyncRun.Mode.self) }
        #expect(try row.optionalText("empty") == nil)
    }

    @Test func `statements use no words of one engine`() throws {
        // What SQLite alone understands would only be noticed when another engine comes.
        let folder = SourceText.folder("Sources/GatewayStore")
        let files = try SourceText.files(in: folder).filter { !$0.path.contains("/Engine/") }
        #expect(files.count > 20)
        for word in [
            " LIKE ", "unixepoch", "strftime", "datetime(", "INSERT OR ", "REPLACE INTO", "rowid", "IFNULL", "json_",
            "PRAGMA", "GLOB ",
        ] {
            for file in files { #expect(!file.text.contains(word), "\(word) in \(file.path)") }
        }
    }
}
