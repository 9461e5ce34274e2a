import GatewayDomain

/// The connections that there are to devices, at most so many, and which of them makes room for another.
///
/// One that somebody uses never has to go. As there are never more runs than connections, there always is one that nobody uses.
///
/// Devices are looked at in turn. Were the connection closed that was used least recently, it would be the one that is needed next, and every
/// look at every device would be a login. So those that are open stay, and the devices for which there is no room share a small part of
/// the places: a connection that another one was closed for is the first to be closed for the next.
struct OpenConnections<Connection> {
    /// What opening a connection asks for first.
    enum Admission: Equatable {
        /// There is room, and it is taken.
        case open
        /// There will be room when the connection to this device is closed.
        case close(Device.ID)
    }

    private struct Entry {
        var usedAt: Timestamp
        /// Those who use it, or are about to.
        var users = 0
        /// Whether it takes one of the places; only then there is a connection, or soon will be.
        var isOpen = false
        /// Whether another one was closed for it, so that it shares its place in turn.
        var isInTurn = false
        var connection: Connection?
    }

    /// How many there may be; when there are more, they make room one after the other as others are opened.
    var maximum: Int
    private var entries: [Device.ID: Entry] = [:]
    /// How many there are, and how many of those are shared in turn.
    private(set) var count = 0
    private var inTurn = 0

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// All that are open.
    var all: [Connection] { entries.values.compactMap(\.connection) }

    /// The connection to a device.
    func connection(to device: Device.ID) -> Connection? { entries[device]?.connection }

    /// Somebody uses the connection to a device, or is about to make it.
    mutating func begin(_ device: Device.ID, now: Timestamp) {
        entries[device, default: Entry(usedAt: now)].usedAt = now
        entries[device]?.users += 1
    }

    /// Somebody has used the connection to a device.
    mutating func end(_ device: Device.ID, now: Timestamp) {
        guard var entry = entries[device] else { return }
        entry.usedAt = now
        entry.users = max(0, entry.users - 1)
        entries[device] = entry.users == 0 && !entry.isOpen ? nil : entry
    }

    /// A connection to a device is to be made.
    mutating func admit(_ device: Device.ID, now: Timestamp) -> Admission {
        if entries[device]?.isOpen == true { return .open }
        if count >= maximum, let other = victim() {
            // Its place is given away now, so that nobody else counts on it.
            leave(other)
            entries[device, default: Entry(usedAt: now)].isInTurn = inTurn < inTurnMaximum
            return .close(other)
        }
        var entry = entries[device] ?? Entry(usedAt: now)
        entry.isOpen = true
        entries[device] = entry
        count += 1
        if entry.isInTurn { inTurn += 1 }
        return .open
    }

    /// How many places are shared in turn at the most.
    private var inTurnMaximum: Int { max(1, maximum / 16) }

    /// Which connection makes room, of those that nobody uses: one that is shared in turn, and any where all of these are used.
    private func victim() -> Device.ID? {
        let idle = entries.filter { $0.value.isOpen && $0.value.users == 0 }
        let shared = idle.filter(\.value.isInTurn)
        let first = (shared.isEmpty ? idle : shared).min { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }
        return first?.key
    }

    /// The connection was made.
    mutating func opened(_ device: Device.ID, _ connection: Connection) {
        entries[device]?.connection = connection
    }

    /// The connection is gone, or did not come about.
    mutating func leave(_ device: Device.ID) {
        guard var entry = entries[device], entry.isOpen else { return }
        if entry.isInTurn { inTurn -= 1 }
        entry.isOpen = false
        entry.isInTurn = false
        entry.connection = nil
        count -= 1
        entries[device] = entry.users == 0 ? nil : entry
    }

    /// The devices whose connection nobody has used since a time.
    func unused(since time: Timestamp) -> [Device.ID] {
        entries.compactMap { $1.isOpen && $1.users == 0 && $1.usedAt < time ? $0 : nil }
    }

    /// Whether somebody uses the connection to a device, or is about to make it.
    func isUsed(_ device: Device.ID) -> Bool { (entries[device]?.users ?? 0) > 0 }
}
