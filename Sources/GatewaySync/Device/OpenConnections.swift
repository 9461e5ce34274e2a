import GatewayDomain

/// The connections that there are to devices, at most so many, and which of them makes room for another.
///
/// One that somebody uses never has to go. As there are never more runs than connections, there always is one that nobody uses.
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
        var connection: Connection?
    }

    /// How many there may be; when there are more, they make room one after the other as others are opened.
    var maximum: Int
    private var entries: [Device.ID: Entry] = [:]
    /// How many there are.
    private(set) var count = 0

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
        if count >= maximum {
            let idle = entries.filter { $0.value.isOpen && $0.value.users == 0 }
            if let first = idle.min(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }) {
                // Its place is given away now, so that nobody else counts on it.
                leave(first.key)
                return .close(first.key)
            }
        }
        entries[device, default: Entry(usedAt: now)].isOpen = true
        count += 1
        return .open
    }

    /// The connection was made.
    mutating func opened(_ device: Device.ID, _ connection: Connection) {
        entries[device]?.connection = connection
    }

    /// The connection is gone, or did not come about.
    mutating func leave(_ device: Device.ID) {
        guard var entry = entries[device], entry.isOpen else { return }
        entry.isOpen = false
        entry.connection = nil
        count -= 1
        entries[device] = entry.users == 0 ? nil : entry
    }

    /// The devices whose connection nobody has used since a time.
    func unused(since time: Timestamp) -> [Device.ID] {
        entries.compactMap { $1.isOpen && $1.users == 0 && $1.usedAt < time ? $0 : nil }
    }
}
