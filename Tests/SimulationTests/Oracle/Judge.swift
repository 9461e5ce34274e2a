import GatewayDomain

@testable import GatewayStore

/// Holds what the gateway did and recorded against what truly happened.
///
/// It knows guests, routers and operators, and nothing of how the gateway comes to its decisions.
struct Judge {
    /// What is on record, read from the disk itself.
    struct Record {
        struct Redemption {
            let site: Site.ID
            let device: Device.ID
            let at: Timestamp
            let endsAt: Timestamp
            let mac: String?
            /// Who holds it now, where it belongs to one device at a time.
            let holder: String?
            let recordedAt: Timestamp
        }

        struct Report {
            let source: String
            let device: Device.ID
            let user: String
            let mac: String?
            let meaning: String
        }

        struct Session {
            let device: Device.ID
            let user: String
            let mac: String?
            let startedAt: Timestamp
            let endedAt: Timestamp?
        }

        var redemptions: [String: Redemption] = [:]
        var reports: [Report] = []
        var sessions: [Session] = []
    }

    /// An act that is right only if the record says that the coupon belongs elsewhere.
    struct Doubt {
        let code: String
        let site: Int
        let at: Duration
        let what: String
    }

    private(set) var accusations: [(at: Duration, text: String)] = []
    private(set) var doubts: [Doubt] = []
    /// Coupons whose last trace on a router the gateway itself removed: it has to know of them.
    private(set) var clearedCodes: Set<String> = []

    mutating func accuse(_ text: String, at time: Duration) {
        // One is enough of those that come again with every step.
        guard !accusations.contains(where: { $0.text == text }) else { return }
        accusations.append((time, text))
    }

    mutating func doubt(_ doubt: Doubt) { doubts.append(doubt) }

    mutating func clear(_ code: String) { clearedCodes.insert(code) }

    /// What is on record; an accusation when it cannot be read.
    mutating func reading(_ disk: Disk, at time: Duration) -> Record? {
        do {
            return try disk.look { connection in
                var record = Record()
                let redemptions = try connection.query(
                    """
                    SELECT c.code, e.site_id, e.device_id, e.redeemed_at, e.ends_at, e.mac_address, e.holder_mac,
                        e.recorded_at
                    FROM redemptions AS e JOIN coupons AS c ON c.id = e.coupon_id
                    """
                )
                for row in redemptions {
                    record.redemptions[try row.text("code")] = Record.Redemption(
                        site: try row.id("site_id"),
                        device: try row.id("device_id"),
                        at: try row.time("redeemed_at"),
                        endsAt: try row.time("ends_at"),
                        mac: try row.optionalText("mac_address"),
                        holder: try row.optionalText("holder_mac"),
                        recordedAt: try row.time("recorded_at")
                    )
                }
                let reports = try connection.query(
                    "SELECT source, device_id, user_name, mac_address, meaning FROM reports ORDER BY recorded_at"
                )
                for row in reports {
                    record.reports.append(
                        Record.Report(
                            source: try row.text("source"),
                            device: try row.id("device_id"),
                            user: try row.text("user_name"),
                            mac: try row.optionalText("mac_address"),
                            meaning: try row.text("meaning")
                        )
                    )
                }
                let sessions = try connection.query(
                    "SELECT device_id, user_name, mac_address, started_at, ended_at FROM guest_sessions"
                )
                for row in sessions {
                    record.sessions.append(
                        Record.Session(
                            device: try row.id("device_id"),
                            user: try row.text("user_name"),
                            mac: try row.optionalText("mac_address"),
                            startedAt: try row.time("started_at"),
                            endedAt: try row.optionalTime("ended_at")
                        )
                    )
                }
                return record
            }
        } catch {
            accuse("the record cannot be read: \(error)", at: time)
            return nil
        }
    }
}
