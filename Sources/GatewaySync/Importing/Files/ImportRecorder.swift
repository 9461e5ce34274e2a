import GatewayDomain
import GatewayStore

/// Records what lines say, a batch in a transaction, and keeps account of what became of each.
struct ImportRecorder {
    /// Hears what became of lines, in their order; those about something else are not told.
    typealias Listener = @Sendable (ImportSummary.Line) async throws -> Void

    /// A login that waits to be recorded, or another line whose turn to be told has not come.
    private enum Waiting {
        case login(ImportedLogin, line: Int, device: Device.ID)
        case told(ImportSummary.Line)
    }

    /// So many lines wait for those before them.
    private static let waitingMaximum = 4000

    private(set) var summary: ImportSummary

    private var store: Store
    private let site: Site
    private let device: Device?
    private let hosts: [String]
    private let now: Timestamp
    private let batch: Int
    private let rehearsal: RecordingRehearsal?
    private let listener: Listener?
    private var origins: ImportOrigins
    private var waiting: [Waiting] = []
    private var logins = 0

    /// Makes a recorder.
    ///
    /// - Parameters:
    ///   - store: the record.
    ///   - site: where the file is from.
    ///   - device: which device's it is, where lines do not tell.
    ///   - devices: the site's.
    ///   - batch: so many logins are recorded in one transaction.
    ///   - rehearsal: says what recording would mean, in place of recording; nil to record.
    ///   - now: the time.
    ///   - listener: hears what becomes of lines.
    init(
        store: Store,
        site: Site,
        device: Device?,
        devices: [Device],
        batch: Int,
        rehearsal: RecordingRehearsal?,
        now: Timestamp,
        listener: Listener?
    ) {
        self.store = store
        self.site = site
        self.device = device
        self.now = now
        self.batch = batch
        self.rehearsal = rehearsal
        self.listener = listener
        hosts = devices.map(\.hostAndPort)
        origins = ImportOrigins(store: store, site: site, devices: devices)
        summary = ImportSummary(isDryRun: rehearsal != nil)
    }

    /// Takes lines, and records the logins of those that fill a batch.
    mutating func take(_ lines: [ImportedLine]) async throws {
        for line in lines {
            switch line.content {
            case .passedOver: summary.passOver()
            case .unreadable(let reason):
                waiting.append(.told(ImportSummary.Line(number: line.number, outcome: .unreadable, reason: reason)))
            case .login(let login): waiting.append(try await sorted(login, line: line.number))
            }
            if logins >= batch || waiting.count >= Self.waitingMaximum { try await flush() }
        }
    }

    /// Whose login it is: of a device here, or somebody else's.
    private mutating func sorted(_ login: ImportedLogin, line: Int) async throws -> Waiting {
        switch try await origins.origin(of: login) {
        case .elsewhere(let reason):
            let told = Self.told(login, line: line, user: login.users.first, .noMatch, reason)
            return .told(told)
        case .here(let named):
            guard let device = named ?? device?.id else {
                throw ImportError.severalDevices(site: site.name, hosts: hosts)
            }
            logins += 1
            return .login(login, line: line, device: device)
        }
    }

    /// Records what is left, and tells what became of it.
    mutating func flush() async throws {
        var results = try await record()[...]
        let told = waiting
        waiting.removeAll(keepingCapacity: true)
        logins = 0
        for item in told {
            switch item {
            case .told(let line): try await tell(line)
            case .login(let login, let number, _):
                guard let result = results.popFirst() else { continue }
                if result.isNew, result.meaning == .redeemed || result.meaning == .late { summary.addRedemption() }
                try await tell(Self.told(login, line: number, result))
            }
        }
    }

    private mutating func tell(_ line: ImportSummary.Line) async throws {
        summary.add(line)
        try await listener?(line)
    }

    private mutating func record() async throws(StoreError) -> [RecordedReport] {
        guard logins > 0 else { return [] }
        let known = try await namesOfOurs()
        let reports = waiting.compactMap { item -> RedemptionReport? in
            guard case .login(let login, _, let device) = item else { return nil }
            // Where the line leaves it open: the first name that is ours, else the likeliest.
            let user = login.users.first(where: known.contains) ?? login.users.first ?? ""
            return report(of: login, from: device, user: user)
        }
        if let rehearsal { return try await rehearsal.record(reports, now: now) }
        let results = try await store.record(reports, now: now)
        // One entry in the audit log tells of the whole import.
        if results.contains(where: \.isNew) { store = store.unattributed }
        return results
    }

    /// Those names among the ones that lines leave open that are ours.
    private func namesOfOurs() async throws(StoreError) -> Set<String> {
        var open: Set<String> = []
        for case .login(let login, _, _) in waiting where login.users.count > 1 { open.formUnion(login.users) }
        return try await store.knownNames(open, at: site.id)
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

    private static func told(_ login: ImportedLogin, line: Int, _ result: RecordedReport) -> ImportSummary.Line {
        func told(_ outcome: ImportSummary.Outcome, _ reason: String? = nil) -> ImportSummary.Line {
            Self.told(login, line: line, user: result.report.user, outcome, reason)
        }
        return switch (result.meaning, result.isNew) {
        case (.unmatched, _): told(.noMatch, "no coupon and no account of the site has this name")
        case (_, false): told(.alreadyKnown)
        case (.conflict, true): told(.conflict, "the code was redeemed at another site before")
        case (.refused, true): told(.conflict, "the code is held by another guest's device")
        case (_, true) where login.at == nil:
            told(.new, "its time cannot be, \(login.timeText): recorded without one")
        case (_, true): told(.new)
        }
    }

    private static func told(
        _ login: ImportedLogin,
        line: Int,
        user: String?,
        _ outcome: ImportSummary.Outcome,
        _ reason: String?
    ) -> ImportSummary.Line {
        ImportSummary.Line(
            number: line,
            outcome: outcome,
            event: login.event,
            user: user.map { String($0.prefix(64)) },
            at: login.at,
            reason: reason
        )
    }
}
