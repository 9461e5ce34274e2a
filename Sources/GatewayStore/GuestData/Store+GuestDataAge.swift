public import GatewayDomain

extension Store {
    /// What became of a step of ``eraseGuestData(before:limit:now:)``.
    public struct GuestDataStep: Hashable, Sendable {
        /// How many records were overwritten.
        public var count: Int
        /// Whether there may be more.
        public var hasMore: Bool
    }

    /// Up to so many bytes a database is written anew for each request to erase a guest, which takes a fraction of a second; a larger one
    /// by whoever serves, once for all the requests of an hour.
    public static let quickScrubBytesMaximum: Int64 = 33_554_432
    /// How long the name of a removed account is kept at least: until then it may be the reason why a user leaves a router.
    static let removedNameMinimum = Duration.seconds(30 * 86_400)

    /// Erases MAC and IP addresses and names of guests that are older than a moment, some of each kind of record.
    ///
    /// Overwritten where they stand, with the records kept: a report counts by when it was recorded, a session by when the guest was last
    /// seen, a redemption by when its access ended, a site user by the last session. What was erased is not looked at again, so that
    /// a step goes on where the one before ended, whoever made it.
    ///
    /// - Parameters:
    ///   - moment: what is from this moment or earlier is erased.
    ///   - limit: how many records of each kind at most.
    ///   - now: the time.
    /// - Returns: how many were erased.
    /// - Throws: ``StoreError`` when nothing could be written; then nothing was.
    public func eraseGuestData(
        before moment: Timestamp,
        limit: Int,
        now: Timestamp
    ) async throws(StoreError) -> GuestDataStep {
        let mark = newID(of: AuditEntry.self).rawValue
        // Not `write`: there is nothing in it that anybody waits for.
        return try await database.write { [sealing] connection throws(StoreError) in
            var erasure = GuestErasure(connection, sealing: sealing, now: now)
            var most = 0
            func found(_ statement: SQL, _ limitMoment: Timestamp = moment) throws(StoreError) -> [SQLRow] {
                let rows = try connection.query(statement, [limitMoment, limit])
                most = max(most, rows.count)
                return rows
            }
            try erasure.reports(found(OldGuestData.reports))
            try erasure.sessions(found(OldGuestData.sessions))
            try erasure.siteUsers(found(OldGuestData.siteUsers))
            try erasure.redemptions(found(OldGuestData.redemptions))
            try erasure.removedUsers(found(OldGuestData.removedUsers, min(moment, now - Self.removedNameMinimum)))
            try erasure.plans(found(OldGuestData.plans))
            try connection.query(OldGuestData.settledChanges)
            try erasure.noteTraces(mark)
            return GuestDataStep(count: erasure.count, hasMore: most == limit)
        }.value
    }

    /// Takes care that what was erased stands nowhere in the database's files any more; nothing is done when that is so.
    ///
    /// - Parameters:
    ///   - bytesMaximum: a database that is larger is not written anew as a whole, since nobody could record meanwhile. Default:
    ///     256 MiB, which takes a few seconds.
    ///   - leavesRest: whether a larger one is left to somebody who allows for more, and comes later. Default: no.
    /// - Returns: how far it got.
    /// - Throws: ``StoreError/unavailable(_:)`` when others use the database all the time; it can be tried again.
    public func scrub(
        bytesMaximum: Int64 = 268_435_456,
        leavesRest: Bool = false
    ) async throws(StoreError) -> Scrubbing {
        let mark = try await read { connection throws(StoreError) in
            try connection.query("SELECT value FROM settings WHERE name = 'erased_traces'").first?.text("value")
        }
        guard let mark else { return .complete }
        let scrubbing = try await database.scrub(bytesMaximum: bytesMaximum)
        if scrubbing != .complete && leavesRest { return scrubbing }
        // What was erased in the meantime has its own mark.
        _ = try await database.write { connection throws(StoreError) in
            try connection.query("DELETE FROM settings WHERE name = 'erased_traces' AND value = $1", [mark])
        }
        return scrubbing
    }
}

/// What is old enough to be erased: each from the moment `$1` or earlier, at most `$2`, oldest first.
enum OldGuestData {
    static let reports: SQL = """
        SELECT id, user_name, coupon_id, erased_at FROM reports
        WHERE recorded_at <= $1 AND \(GuestRows.personalNameOrAddress) ORDER BY recorded_at LIMIT $2
        """
    static let sessions: SQL = """
        SELECT id, user_name, coupon_id, erased_at FROM guest_sessions
        WHERE last_seen_at <= $1 AND \(GuestRows.personalNameOrAddress) ORDER BY last_seen_at LIMIT $2
        """
    static let siteUsers: SQL = """
        SELECT id FROM site_users WHERE last_seen_at <= $1 AND \(GuestRows.personalName) AND NOT EXISTS (
            SELECT 1 FROM guest_sessions AS s WHERE s.site_user_id = site_users.id AND s.last_seen_at > $1
        )
        ORDER BY last_seen_at LIMIT $2
        """
    static let redemptions: SQL = """
        SELECT coupon_id FROM redemptions WHERE ends_at <= $1 AND \(GuestRows.device) ORDER BY ends_at LIMIT $2
        """
    static let removedUsers: SQL = """
        SELECT id, folded_name FROM hotspot_users WHERE removed_at <= $1 AND \(GuestRows.removedName)
        ORDER BY removed_at LIMIT $2
        """
    /// Plans show the devices that users are bound to.
    static let plans: SQL = """
        UPDATE sync_runs SET plan = NULL WHERE id IN (
            SELECT id FROM sync_runs WHERE plan IS NOT NULL AND finished_at <= $1 ORDER BY finished_at LIMIT $2
        )
        RETURNING id
        """
    /// Names that every device was compared with; those of coupons tell of nobody.
    static let settledChanges: SQL = """
        UPDATE changes SET name = '' WHERE name <> ''
            AND NOT EXISTS (
                SELECT 1 FROM devices AS d
                WHERE d.applied_revision < d.desired_revision AND d.applied_revision < changes.revision
            )
            AND NOT EXISTS (SELECT 1 FROM names AS n WHERE n.name = changes.name AND n.kind = 'coupon')
        """
}
