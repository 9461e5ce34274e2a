import GatewayDomain
import GatewayStore

@testable import GatewaySync

/// Many devices, good and bad, before the real queue and the real places, in virtual time: no sockets, no store, no threads.
struct VirtualFleet {
    /// How a device behaves.
    enum Kind: Sendable {
        /// Does in a moment what it is asked to.
        case sound
        /// Refuses every connection, at once.
        case refusing
        /// Accepts connections, and says nothing: found out by the deadline of the login.
        case silent
        /// Sends a byte a second: found out by the deadline of the first command.
        case trickling
        /// Falls silent over a connection that is there: found out by the deadline of a command.
        case mute
        /// Does what it is asked to, and takes its time.
        case slow

        /// How long a run takes.
        func duration(_ urgency: WorkUrgency, _ dice: inout Dice) -> Duration {
            switch self {
            case .sound where urgency == .changedNames: dice.duration(.milliseconds(30)...(.milliseconds(200)))
            case .sound: dice.duration(.milliseconds(50)...(.milliseconds(500)))
            case .refusing: dice.duration(.milliseconds(10)...(.milliseconds(100)))
            case .silent: .seconds(10)
            case .trickling: .seconds(40)
            case .mute: .seconds(30)
            case .slow: .seconds(20)
            }
        }
    }

    /// A device waited for its turn.
    struct Wait {
        let kind: Kind
        let urgency: WorkUrgency
        let since: Duration
        let duration: Duration
    }

    private struct Member {
        let id: Device.ID
        let site: Site.ID
        /// How it behaves now.
        var kind: Kind
        /// What is to be done, and since when.
        var wanted: [WorkUrgency: Duration] = [:]
        var retryAt: Duration?
        var failures = 0
    }

    private enum Event {
        case tick
        case look(Int)
        case redemption
        case push
        case ended(Int, WorkUrgency, Kind)
        case turn(Int, Kind)
    }

    /// Every wait of every device, in the order in which they ended.
    private(set) var waits: [Wait] = []
    private(set) var now: Duration = .zero
    private var members: [Member]
    /// Those of whom something is wanted.
    private var wanting: Set<Int> = []
    private var index: [Device.ID: Int] = [:]
    private var queue = WorkQueue()
    private var places: RunPlaces
    private var agenda = Agenda<Event>()
    private var dice: Dice
    private let configuration: SyncConfiguration
    private let epoch = ContinuousClock.now

    /// Makes a fleet of devices of which none has been reached yet; all are to be looked at.
    init(_ kinds: [Kind], configuration: SyncConfiguration = SyncConfiguration(), dice: Dice) {
        self.configuration = configuration
        self.dice = dice
        places = RunPlaces(configuration.places)
        members = kinds.enumerated().map { number, kind in
            Member(
                id: Device.ID("00000000-0000-4000-8000-\(100_000_000_000 + number)"),
                site: Site.ID("00000000-0000-4000-9000-\(100_000_000_000 + number / 2)"),
                kind: kind,
                wanted: [.look: .zero]
            )
        }
        for (number, member) in members.enumerated() { index[member.id] = number }
        wanting = Set(members.indices)
    }

    /// Lets time pass: a code is used elsewhere every second, and somebody pushes every ten.
    mutating func run(for duration: Duration) {
        for event in [Event.tick, .redemption, .push] { agenda.add(event, at: now) }
        while let (at, event) = agenda.takeFirst(), at <= duration {
            now = at
            happen(event)
            giveOut()
        }
    }

    private mutating func happen(_ event: Event) {
        switch event {
        case .tick: agenda.add(.tick, at: now + .milliseconds(250))
        case .look(let number): want(.look, of: number)
        case .redemption:
            for _ in 0..<20 { want(.changedNames, of: dice.number(0...(members.count - 1))) }
            agenda.add(.redemption, at: now + .seconds(1))
        case .push:
            for _ in 0..<5 { want(.push, of: dice.number(0...(members.count - 1))) }
            agenda.add(.push, at: now + .seconds(10))
        case .ended(let number, let urgency, let kind): end(number, urgency, kind)
        case .turn(let number, let kind): members[number].kind = kind
        }
    }

    /// Has devices behave in another way from a moment on.
    ///
    /// - Parameters:
    ///   - numbers: which.
    ///   - kind: how they behave then.
    ///   - time: from when on.
    mutating func turn(_ numbers: Range<Int>, into kind: Kind, at time: Duration) {
        for number in numbers { agenda.add(.turn(number, kind), at: time) }
    }

    private mutating func want(_ urgency: WorkUrgency, of number: Int) {
        if members[number].wanted[urgency] == nil { members[number].wanted[urgency] = now }
        wanting.insert(number)
    }

    private mutating func end(_ number: Int, _ urgency: WorkUrgency, _ kind: Kind) {
        let isSound = kind == .sound || kind == .slow
        places.giveBack(members[number].id, isProven: isSound, now: epoch + now)
        if isSound {
            members[number].failures = 0
            members[number].retryAt = nil
            guard urgency == .look else { return }
            agenda.add(.look(number), at: now + configuration.lookInterval.jittered(by: 0.1, using: &dice))
        } else {
            members[number].failures += 1
            let backoff = Backoff(minimum: configuration.retryDelayMinimum, maximum: configuration.retryDelayMaximum)
            members[number].retryAt = now + backoff.delay(failures: members[number].failures, using: &dice)
            want(.look, of: number)
        }
    }

    private mutating func giveOut() {
        queue.replace(with: waiting()) { places.isProven($0) }
        for choice in queue.take(&places, now: epoch + now) {
            guard let number = index[choice.device] else { continue }
            let kind = members[number].kind
            let urgency: WorkUrgency = choice.isAhead ? .changedNames : mostUrgent(members[number]) ?? .look
            let since = members[number].wanted[urgency] ?? now
            waits.append(Wait(kind: kind, urgency: urgency, since: since, duration: now - since))
            members[number].wanted[urgency] = nil
            if members[number].wanted.isEmpty { wanting.remove(number) }
            agenda.add(.ended(number, urgency, kind), at: now + kind.duration(urgency, &dice))
        }
    }

    /// What the store would list, in its order.
    private func waiting() -> [WaitingWork] {
        var waiting: [WaitingWork] = []
        for member in wanting.lazy.map({ members[$0] }) where !places.isBusy(member.id) {
            guard let urgency = mostUrgent(member), let since = member.wanted[urgency] else { continue }
            let seconds = since.components.seconds
            let milliseconds = seconds * 1000 + since.components.attoseconds / 1_000_000_000_000_000
            waiting.append(
                WaitingWork(
                    device: member.id,
                    site: member.site,
                    urgency: urgency,
                    since: Timestamp(milliseconds: milliseconds),
                    mayGoAhead: member.wanted[.changedNames] != nil,
                    isFailing: member.failures > 0
                )
            )
        }
        return waiting.sorted {
            ($0.urgency.rawValue, $0.since, $0.device) < ($1.urgency.rawValue, $1.since, $1.device)
        }
    }

    private func mostUrgent(_ member: Member) -> WorkUrgency? {
        let urgency = member.wanted.keys.min { $0.rawValue < $1.rawValue }
        if let retryAt = member.retryAt, retryAt > now, urgency != .push { return nil }
        return urgency
    }
}
