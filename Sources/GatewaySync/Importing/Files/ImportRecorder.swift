import GatewayDomain
import GatewayStore

/// Records what lines say, a batch in a transaction, and keeps account of what became of each.
struct ImportRecorder {
    /// So many logins are recorded in one transaction.
    private static let batch = 500
    /// A dry run remembers so many coupons, not to count one twice.
    private static let remembered = 100_000

    /// What became of the lines so far.
    private(set) var lines = 0
    var summary: ImportSummary

    private var store: Store
    private let site: Site
    private let device: Device?
    private let hosts: [String]
    private let now: Timestamp
    private var pending: [(line: Int, login: ImportedLogin, device: Device.ID)] = []
    private var counted: Set<Coupon.ID> = []

    init(store: Store, site: Site, device: Device?, hosts: [String], _ options: ImportOptions, now: Timestamp) {
        self.store = store
        self.site = site
        self.device = device
        self.hosts = hosts
        self.now = now
        summary = ImportSummary(isDryRun: options.isDryRun)
    }

    /// Takes lines, and records the logins of those that fill a batch.
    ///
    /// - Returns: whether anything was recorded.
    mutating func take(_ lines: [ImportedLine]) async throws -> Bool {
        var hasFlushed = false
        for line in lines {
            switch line.content {
            case .passedOver: count(.passedOver)
            case .unreadable(let reason): note(line.number, .unreadable, nil, reason)
            case .elsewhere(let user, let reason): note(line.number, .noMatch, user, reason)
            case .login(let login):
                guard let device = login.device ?? device?.id else {
                    throw ImportError.severalDevices(site: site.name, hosts: hosts)
                }
                pending.append((line.number, login, device))
            }
            if pending.count >= Self.batch {
                try await flush()
                hasFlushed = true
            }
        }
        return hasFlushed
    }

    /// Records what is left.
    mutating func flush() async throws(StoreError) {
        guard !pending.isEmpty else { return }
        let users = try await chosenUsers()
        let reports = zip(pending, users).map { report(of: $0.login, from: $0.device, user: $1) }
        let results =
            summary.isDryRun
            ? try await store.preview(reports, now: now) : try await store.record(reports, now: now)
        // One entry in the audit log tells of the whole import.
        if !summary.isDryRun, results.contains(where: \.isNew) { store = store.unattributed }
        for (item, result) in zip(pending, results) { account(for: item.line, item.login, result) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Whose login each line tells of: where it leaves that open, the first name that is ours, else the likeliest.
    private func chosenUsers() async throws(StoreError) -> [String] {
        var open: Set<String> = []
        for item in pending where item.login.users.count > 1 { open.formUnion(item.login.users) }
        let known = try await store.knownNames(open, at: site.id)
        return pending.map { $0.login.users.first(where: known.contains) ?? $0.login.users.first ?? "" }
    }

    private func report(of login: ImportedLogin, from device: Device.ID, user: String) -> RedemptionReport {
        var report = RedemptionReport(source: .log, device: device, site: site.id, user: user, observedAt: now)
        report.event = login.event
        switch login.event {
        case .login: report.loginAt = login.at
        case .logout: report.endedAt = login.at
        }
        report.endCause = login.endCause
        report.macAddress = login.macAddress
        report.address = login.address
        report.uptimeSeconds = login.uptimeSeconds
        report.bytesIn = login.bytesIn
        report.bytesOut = login.bytesOut
        // Without a time that can be, its words tell one login from another.
        if login.at == nil { report.reference = "log \(login.timeText)" }
        return report
    }

    private mutating func account(for line: Int, _ login: ImportedLogin, _ result: RecordedReport) {
        let user = result.report.user
        if let at = login.at { summary.add(at) }
        switch (result.meaning, result.isNew) {
        case (.unmatched, _):
            note(line, .noMatch, user, "no coupon and no account of the site has this name")
        case (_, false):
            count(.alreadyKnown)
        case (.conflict, true):
            note(line, .conflict, user, "the code was redeemed at another site before")
        case (.refused, true):
            note(line, .conflict, user, "the code is held by another guest's device")
        case (let meaning, true):
            count(.new)
            if meaning == .redeemed || meaning == .late, isFirst(of: result.coupon) { summary.addRedemption() }
            if login.at == nil {
                let reason = "its time cannot be, \(login.timeText): recorded without one"
                summary.add(ImportSummary.Problem(line: line, outcome: .new, user: user, reason: reason))
            }
        }
    }

    /// Whether the coupon was not counted before: what is only tried has no effect on what comes after it.
    private mutating func isFirst(of coupon: Coupon.ID?) -> Bool {
        guard summary.isDryRun, let coupon else { return true }
        guard counted.count < Self.remembered else { return !counted.contains(coupon) }
        return counted.insert(coupon).inserted
    }

    private mutating func count(_ outcome: ImportSummary.Outcome) {
        lines += 1
        summary.add(outcome)
    }

    private mutating func note(_ line: Int, _ outcome: ImportSummary.Outcome, _ user: String?, _ reason: String) {
        count(outcome)
        let name = user.map { String($0.prefix(64)) }
        summary.add(ImportSummary.Problem(line: line, outcome: outcome, user: name, reason: reason))
    }
}
