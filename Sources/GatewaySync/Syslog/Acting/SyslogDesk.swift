import GatewayDomain
import GatewayStore
import Logging

/// Reads the lines that came in, and does what they may cause: looks at users, and alarms.
struct SyslogDesk {
    private let intake: SyslogIntake
    private let store: Store
    private let configuration: SyslogConfiguration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private var wishes: LookWishes
    private var failures: LoginFailureWatch
    private var tidiedAt: Timestamp

    /// How often what makes no difference any more is forgotten.
    private static let tidyInterval: Duration = .seconds(60)
    /// So many addresses of failed logins are logged.
    private static let loggedAddressesMaximum = 5

    init(
        _ intake: SyslogIntake,
        store: Store,
        configuration: SyslogConfiguration,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.intake = intake
        self.store = store
        self.configuration = configuration
        self.logger = logger
        self.now = now
        wishes = LookWishes(looksPerMinute: configuration.looksPerDevicePerMinute)
        failures = LoginFailureWatch(
            threshold: configuration.loginFailuresThreshold,
            window: configuration.loginFailuresWindow
        )
        tidiedAt = now()
    }

    /// Reads what came since, and acts on it.
    ///
    /// It never throws, since nothing is lost for good: what a line told of is found by the next ordinary look.
    ///
    /// - Parameter isLast: whether everything that was turned away is told now.
    mutating func work(isLast: Bool = false) async {
        let (lines, sources) = intake.withGate { ($0.takeLines(), $0.sources) }
        for line in lines {
            guard let reading = SyslogReading(line.bytes, from: sources[line.source]) else { continue }
            switch reading.claim {
            case .users(let users): await wish(users, at: reading.peers, source: line.source)
            case .failedLogin(let failure): await count(failure, in: reading, at: line.receivedAt)
            }
        }
        await ask()
        tell(isLast: isLast)
        guard now() - tidiedAt >= Self.tidyInterval else { return }
        wishes.tidy(now: now())
        failures.tidy(now: now())
        tidiedAt = now()
    }

    // MARK: - Looks

    private mutating func wish(_ users: Set<String>, at peers: [SyslogPeer], source: IPAddress) async {
        for peer in peers where !wishes.add(users, at: peer.device) {
            // Names that are none of ours make room as soon as they are asked for: forged ones never crowd out a real one.
            await ask()
            guard !wishes.add(users, at: peer.device) else { continue }
            intake.withGate { $0.lose(.tooManyLooks, from: source) }
        }
    }

    private mutating func ask() async {
        for (device, users) in wishes.take(at: now()) {
            do {
                let names = try await store.askToLook(at: device, names: users, now: now())
                guard !names.isEmpty else { continue }
                wishes.looked(at: device, now: now())
                logger.debug(
                    "syslog lines ask for a look",
                    metadata: ["device": "\(device)", "names": "\(names.count)"]
                )
            } catch {
                // What was taken waits no longer: the database is away, and the next ordinary look is not far.
                logger.warning(
                    "a look that syslog lines ask for was left out",
                    metadata: ["device": "\(device)", "reason": "\(error)"]
                )
                return
            }
        }
    }

    // MARK: - Failed logins

    private mutating func count(_ failure: FailedLogin, in reading: SyslogReading, at time: Timestamp) async {
        for site in reading.sites {
            let devices = Set(reading.peers.filter { $0.site == site }.map(\.device))
            guard let alarm = failures.note(failure, at: site, devices: devices, now: time) else { continue }
            await raise(alarm, at: time)
        }
    }

    private mutating func raise(_ alarm: LoginFailureAlarm, at time: Timestamp) async {
        let window = configuration.loginFailuresWindow
        let most = alarm.addresses.prefix(Self.loggedAddressesMaximum).map { "\($0.address) (\($0.count))" }
        logger.warning(
            "many logins failed: somebody guesses codes, or codes that were given out do not work",
            metadata: [
                "site": "\(alarm.site)", "count": "\(alarm.count)", "window": "\(window)",
                "addresses": "\(most.joined(separator: ", "))",
            ]
        )
        let event = GatewayEvent(
            loginFailures: alarm.count,
            at: alarm.site,
            device: alarm.device,
            within: window,
            addressCount: alarm.addresses.count,
            mostFromOneAddress: alarm.addresses.first?.count ?? 0,
            now: time
        )
        do {
            try await store.noteLoginFailures(event, now: now())
        } catch {
            failures.takeBack(alarm)
            logger.error("an alarm could not be kept", metadata: ["site": "\(alarm.site)", "reason": "\(error)"])
        }
    }

    // MARK: - What was turned away

    private func tell(isLast: Bool) {
        let time = now()
        for loss in intake.withGate({ $0.losses.take(at: time, isLast: isLast) }) {
            logger.warning(
                "syslog was turned away",
                metadata: [
                    "count": "\(loss.count)", "last_source": "\(loss.source?.description ?? "")",
                    "reason": "\(loss.reason.rawValue)",
                ]
            )
        }
    }
}
