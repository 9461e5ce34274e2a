/// What a router's own on-login script does, as far as the gateway can tell: it keeps each event until somebody answers for it.
///
/// The queue is configuration: it survives a reboot, and a power cut but for what was not yet in the flash.
struct RouterScript {
    /// A login, or its end, as the script noted it.
    struct Event: Hashable {
        enum Kind: Hashable {
            case login
            case logout(cause: String, uptimeSeconds: Int64)
        }

        /// Counted by the router; together with its clock it names the event for ever.
        let number: Int
        let kind: Kind
        /// The login that it is about, which the router does not know by this number.
        let login: Int
        /// What the router knew of the time.
        let moment: Moment
        /// When it truly was.
        let at: Duration
    }

    /// What a router knows of the time.
    struct Moment: Hashable {
        /// What its clock shows.
        let clock: Int64
        /// How long it has been on.
        let uptimeSeconds: Int64
    }

    var isInstalled = false
    private(set) var queue: [Event] = []
    private var lastNumber = 0

    mutating func note(_ kind: Event.Kind, login: Int, _ moment: Moment, at time: Duration) -> Event {
        lastNumber += 1
        let event = Event(number: lastNumber, kind: kind, login: login, moment: moment, at: time)
        queue.append(event)
        return event
    }

    func holds(_ event: Event) -> Bool { queue.contains(event) }

    /// Somebody answered for it.
    mutating func forget(_ event: Event) { queue.removeAll { $0 == event } }

    /// The power went.
    mutating func lose(youngerThan age: Duration, now: Duration) {
        queue.removeAll { now - $0.at < age }
    }
}
