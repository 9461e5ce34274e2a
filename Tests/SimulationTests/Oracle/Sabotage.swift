import GatewayDomain

@testable import GatewayStore
@testable import RouterOSSimulator

/// What can be broken on purpose in the gateway, to see that the verdict notices.
enum Sabotage: CaseIterable, Sendable {
    /// A report is answered for, and not recorded.
    case dropsReports
    /// A report is recorded again under another time.
    case doublesReports
    /// Whose session is whose is forgotten, so that everything that is told again is news.
    case forgetsGuests
    /// A coupon that nobody used is redeemed.
    case inventsRedemptions
    /// A transaction is told to be durable, and is not.
    case losesTransactions
    /// A user is to be removed, and nothing is sent.
    case skipsRemovals
    /// Instead of another one the user of a guest who is in is removed.
    case removesOwners
    /// Instead of a session somebody else's is ended.
    case endsOtherSessions
    /// Names that changed are taken for compared, and were not.
    case forgetsScopes
    /// Sites are written to outside of their windows.
    case ignoresWindows

    /// What a router is told instead; nil for nothing.
    func tampered(_ request: CommandRequest, on router: WorldRouter) -> CommandRequest? {
        switch (self, request.path) {
        case (.skipsRemovals, "/ip/hotspot/user/remove"): return nil
        case (.endsOtherSessions, "/ip/hotspot/active/print"):
            // Whoever looks at sessions may end one by mistake.
            guard let session = router.state.hotspot.sessions.last else { return request }
            return CommandRequest("/ip/hotspot/active/remove", attributes: [.init(name: ".id", value: session.id.word)])
        case (.removesOwners, "/ip/hotspot/user/remove"):
            guard let user = router.state.hotspot.sessions.last?.user,
                let row = router.state.tables["/ip/hotspot/user"]?.rows(named: user).first
            else { return request }
            return CommandRequest(request.path, attributes: [.init(name: ".id", value: row.id.word)])
        default: return request
        }
    }

    /// What becomes of the disk before a report is taken.
    func tamper(with disk: Disk) throws {
        guard self == .forgetsGuests else { return }
        try disk.look { connection in
            try connection.query("UPDATE guest_sessions SET mac_digest = 'forgotten', address_digest = 'forgotten'")
            try connection.query("UPDATE reports SET dedupe_key = id, session_at = NULL, reference_digest = NULL")
        }
    }

    /// A coupon that nobody has used.
    func invented(on disk: Disk) throws -> String? {
        guard self == .inventsRedemptions else { return nil }
        return try disk.look { connection in
            try connection.query(
                """
                SELECT c.code FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                WHERE e.coupon_id IS NULL ORDER BY c.code LIMIT 1
                """
            ).first?.text("code")
        }
    }

    /// What is worked on instead.
    func tampered(_ work: [DeviceWork]) -> [DeviceWork] {
        work.map { item in
            var item = item
            if self == .forgetsScopes, case .names = item.scope { item.scope = .names([]) }
            if self == .ignoresWindows { item.decisions.ignoresWindow = true }
            return item
        }
    }

    /// Whether the transaction of this number is lost.
    func loses(transaction: Int) -> Bool { self == .losesTransactions && transaction % 2 == 0 }
}
