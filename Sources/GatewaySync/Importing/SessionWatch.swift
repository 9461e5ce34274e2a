import GatewayDomain
import GatewayStore
import Logging
import RouterOSAPI

/// Listens to a device's active list, so that a login is recorded within moments and not at the next look.
///
/// Opened in the order that loses nothing: `listen` first, then one reading of the list; what both tell is recorded once. A
/// router that cannot do it, or an operator who forbids it, costs nothing but delay: looks read the list again.
struct SessionWatch {
    let device: Device
    let connection: any DeviceChannel
    let link: DeviceLink
    let store: Store
    let retryDelay: Duration
    let logger: Logger
    /// The time that goes on record.
    let now: @Sendable () -> Timestamp
    /// The time by which work is due.
    let dueNow: @Sendable () -> Timestamp

    /// Listens until the connection or the task ends, or the router refuses.
    ///
    /// While the database is not to be written, looks read the list; then a new `listen` begins with a reading that makes up for it.
    func run() async {
        while connection.isOpen, !Task.isCancelled {
            do {
                try await listen()
                break
            } catch let error as StoreError {
                logger.warning("a login was not recorded", metadata: ["device": "\(device.id)", "reason": "\(error)"])
                await link.setListening(since: nil, over: connection)
                do { try await Task.sleep(for: retryDelay) } catch { break }
            } catch {
                // The connection's end is the business of the next run, which reports it; a refusal is worth a line.
                logger.debug("listening ended", metadata: ["device": "\(device.id)", "reason": "\(error)"])
                break
            }
        }
        await link.setListening(since: nil, over: connection)
        if !Task.isCancelled, await link.isLost(connection) { await lookSoon() }
    }

    /// Has the device looked at now, and thereby connected to: until then nobody would hear of its guests.
    private func lookSoon() async {
        do {
            try await store.lookSoon(at: device.id, now: dueNow())
        } catch {
            logger.warning("a lost connection waits", metadata: ["device": "\(device.id)", "reason": "\(error)"])
        }
    }

    private func listen() async throws {
        let changes = connection.changes(Command("\(SessionReading.menu)/listen"))
        await link.setListening(since: now(), over: connection)
        let readAt = now()
        let list = try await connection.call(SessionReading.command(), deadline: nil)
        let arrivedAt = now()
        let snapshot = list.rows.compactMap { SessionReading.session($0, arrivedAt: arrivedAt) }
        var known: [String: ObservedSession] = [:]
        for session in snapshot { known[session.id] = session }
        // What the list does not show any more ended while nobody listened.
        try await record(snapshot.map(login), list: ActiveListReading(device: device.id, readAt: readAt))
        for try await row in changes {
            guard let id = row.id else { continue }
            if row.isDead {
                guard let ended = known.removeValue(forKey: id) else { continue }
                try await record([ReportReading.end(of: ended, by: .unknown, device: device, now: now())])
                continue
            }
            // A row comes again whenever something in it changes; only another guest, or the same one anew, is news.
            guard var session = SessionReading.session(row, arrivedAt: now()) else { continue }
            let before = known[id]
            if let before, row.seconds("uptime") == nil {
                (session.uptimeSeconds, session.startedAt) = (before.uptimeSeconds, before.startedAt)
            }
            known[id] = session
            if let before, session.isSame(as: before) { continue }
            try await record([login(session)])
        }
    }

    private func login(_ session: ObservedSession) -> RedemptionReport {
        ReportReading.report(of: session, source: .listen, device: device, now: now())
    }

    private func record(_ reports: [RedemptionReport], list: ActiveListReading? = nil) async throws {
        for report in try await store.record(reports, completeList: list, now: now()) where report.isNew {
            logger.notice(report.logMessage, metadata: report.logMetadata)
        }
    }
}
