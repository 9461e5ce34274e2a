/// One step of the database's structure.
///
/// Once released, a step is never changed: another one follows.
struct Migration: Sendable {
    /// Its name, unique and for ever.
    var name: String
    /// The tables that it makes, in the order in which they refer to each other.
    var tables: [Table]
    /// Statements that it runs after that, in SQL that engines share.
    var statements: [SQL] = []

    /// Every step, oldest first.
    static let all: [Migration] = [
        .first,
        .accountability,
        .templates,
        .couponDetails,
        .tokens,
        .plans,
        .schedules,
        .portalDetails,
        .sessions,
        .events,
        .syslog,
        .deviceTokens,
        .guests,
        .guestData,
        .claims,
        .clockSpans,
        .loginPages,
        .endpoint,
        .pendingDevices,
        .tunnel,
        .routerScripts,
        .adoption,
        .takeovers,
        .couponUptime,
        .health,
        .queue,
        .writeDays,
        .windows,
        .rollouts,
        .beginnings,
    ]
}

/// Brings a database to the structure that this version knows.
enum Migrator {
    private static let journal = Table(
        name: "migrations",
        columns: [.int64("position"), .text("name")],
        key: ["position"],
        unique: [["name"]]
    )

    /// Runs the steps that are missing, all in one transaction.
    ///
    /// - Parameters:
    ///   - connection: a connection inside a writing transaction.
    ///   - migrations: every step that this version knows.
    ///   - file: the database file, for what errors say.
    /// - Throws: ``StoreError/newerSchema(step:file:)`` when the database knows a step that is unknown here.
    static func migrate(
        _ connection: any SQLConnection,
        migrations: [Migration] = Migration.all,
        file: String = ""
    ) throws(StoreError) {
        if try !connection.hasTable(journal.name) { try connection.create(journal) }
        let done = try done(connection, migrations, file: file)
        for (position, migration) in migrations.enumerated().dropFirst(done.count) {
            for table in migration.tables { try connection.create(table) }
            for statement in migration.statements { try connection.query(statement) }
            try connection.query(
                "INSERT INTO migrations (position, name) VALUES ($1, $2)",
                [position, migration.name]
            )
        }
    }

    /// Makes sure that this version knows every step that the database has made; writes nothing.
    ///
    /// - Parameters:
    ///   - connection: a connection inside a transaction.
    ///   - file: the database file, for what errors say.
    /// - Throws: ``StoreError/newerSchema(step:file:)`` when the database knows a step that is unknown here.
    static func refuseNewer(_ connection: any SQLConnection, file: String) throws(StoreError) {
        if try connection.hasTable(journal.name) { _ = try done(connection, Migration.all, file: file) }
    }

    /// The steps that the database has made, all of them known.
    private static func done(
        _ connection: any SQLConnection,
        _ migrations: [Migration],
        file: String
    ) throws(StoreError) -> [String] {
        let done = try connection.query("SELECT name FROM migrations ORDER BY position") { row throws(StoreError) in
            try row.text("name")
        }
        let known = migrations.map(\.name)
        guard done.count <= known.count, done == Array(known.prefix(done.count)) else {
            throw .newerSchema(step: zip(done, known).first { $0 != $1 }?.0 ?? done[known.count], file: file)
        }
        return done
    }
}
