import GatewayDomain
import Synchronization

/// The links to all devices of this process, and the connections that they have: one a device, and at most so many.
final class DevicePool: Sendable {
    private struct State {
        var links: [Device.ID: DeviceLink] = [:]
        var connections: OpenConnections<any DeviceChannel>
        var logins = 0
        var closedForRoom = 0
    }

    private let state: Mutex<State>
    private let connecting: DeviceLink.Connecting
    private let opened: @Sendable (Device, any DeviceChannel) -> Void
    private let now: @Sendable () -> Timestamp

    /// So many connections are asked at once whether they are still there, and whoever has not answered after so long no longer counts:
    /// a wave of dead connections must not keep the others from being asked before somebody on the way forgets them.
    private static let beatsAtOnce = 64
    private static let beatPatience: Duration = .milliseconds(500)

    /// Makes an empty pool.
    ///
    /// - Parameters:
    ///   - maximum: how many connections there may be.
    ///   - now: the time.
    ///   - connecting: makes a connection.
    ///   - opened: called for each new connection, so that somebody listens on it.
    init(
        maximum: Int,
        now: @escaping @Sendable () -> Timestamp,
        connecting: @escaping DeviceLink.Connecting,
        opened: @escaping @Sendable (Device, any DeviceChannel) -> Void
    ) {
        state = Mutex(State(connections: OpenConnections(maximum: maximum)))
        self.now = now
        self.connecting = connecting
        self.opened = opened
    }

    /// Changes how many connections there may be.
    ///
    /// - Parameter maximum: how many.
    func allow(connections maximum: Int) {
        state.withLock { $0.connections.maximum = maximum }
    }

    /// The link to a device, which need not be connected.
    func link(to device: Device.ID) -> DeviceLink {
        state.withLock { state in
            if let link = state.links[device] { return link }
            let link = makeLink(to: device)
            state.links[device] = link
            return link
        }
    }

    /// The link to a device for somebody who keeps its connection from being closed until ``end(_:now:)``.
    func begin(_ device: Device.ID, now: Timestamp) -> DeviceLink {
        state.withLock { $0.connections.begin(device, now: now) }
        return link(to: device)
    }

    /// Says that whoever began has done with the device.
    func end(_ device: Device.ID, now: Timestamp) {
        state.withLock { $0.connections.end(device, now: now) }
    }

    /// The devices to which there are links.
    var devices: Set<Device.ID> { state.withLock { Set($0.links.keys) } }

    /// Which of these devices have a connection that ended without anybody here having closed it.
    func lost(among devices: [Device.ID]) -> Set<Device.ID> {
        state.withLock { state in
            Set(devices.filter { state.connections.connection(to: $0)?.isOpen == false })
        }
    }

    /// What is told of connections.
    func report(into figures: inout SyncFigures) {
        let (connections, maximum, logins, closed) = state.withLock {
            ($0.connections.all, $0.connections.maximum, $0.logins, $0.closedForRoom)
        }
        figures.openConnections = connections.count { $0.isOpen }
        figures.connectionsMaximum = maximum
        figures.logins = logins
        figures.connectionsClosedForRoom = closed
    }

    // MARK: - Keeping alive

    /// Asks the routers over connections that nobody has used since `time` for a sign of life, which also keeps the address translation
    /// on the way from forgetting them.
    ///
    /// - Parameters:
    ///   - time: since when.
    ///   - deadline: how long each may take to answer.
    /// - Returns: the devices that did not answer; their connections are closed. One that a run has taken meanwhile is left to that.
    func beat(unusedSince time: Timestamp, within deadline: Duration) async -> [Device.ID] {
        let quiet = unused(since: time)
        return await withTaskGroup(of: Beat.self) { group in
            var dead: [Device.ID] = []
            for start in stride(from: 0, to: quiet.count, by: Self.beatsAtOnce) {
                let wave = quiet[start..<min(start + Self.beatsAtOnce, quiet.count)]
                for (device, link) in wave { group.addTask { await self.beat(device, link, within: deadline) } }
                group.addTask {
                    // Cancelled with everything else, it ends early, and nobody is asked any more.
                    try? await Task.sleep(for: Self.beatPatience)
                    return .patienceEnded(wave: start)
                }
                var awaited = wave.count
                while awaited > 0, let beat = await group.next() {
                    switch beat {
                    case .patienceEnded(start): awaited = 0
                    case .patienceEnded: break
                    case .alive: awaited -= 1
                    case .dead(let device):
                        awaited -= 1
                        dead.append(device)
                    }
                }
            }
            for await case .dead(let device) in group { dead.append(device) }
            return dead
        }
    }

    private enum Beat: Sendable {
        case alive
        case dead(Device.ID)
        case patienceEnded(wave: Int)
    }

    private func beat(_ device: Device.ID, _ link: DeviceLink, within deadline: Duration) async -> Beat {
        guard await link.beat(within: deadline) else { return await close(link, to: device) ? .dead(device) : .alive }
        state.withLock { state in
            state.connections.begin(device, now: now())
            state.connections.end(device, now: now())
        }
        return .alive
    }

    /// The links over which nobody has sent anything since `time`.
    private func unused(since time: Timestamp) -> [(Device.ID, DeviceLink)] {
        state.withLock { state in
            state.connections.unused(since: time).compactMap { device in state.links[device].map { (device, $0) } }
        }
    }

    // MARK: - Closing

    /// Closes the links to these devices.
    func closeLinks(to devices: Set<Device.ID>) async {
        let closing = state.withLock { state in devices.compactMap { state.links.removeValue(forKey: $0) } }
        for link in closing { await link.close() }
    }

    /// Closes every link that nobody has used since `time`, and over which nobody hears of guests.
    ///
    /// - Parameters:
    ///   - time: since when.
    ///   - found: called with each before it is closed, for a test that has a run come in between. Default: nothing.
    func closeLinks(unusedSince time: Timestamp, found: (Device.ID) -> Void = { _ in }) async {
        for (device, link) in unused(since: time) {
            guard await !link.isListening else { continue }
            found(device)
            _ = await close(link, to: device)
        }
    }

    /// Closes a link that nobody uses: a run that has taken it a moment ago keeps it.
    ///
    /// - Returns: whether it was closed.
    private func close(_ link: DeviceLink, to device: Device.ID) async -> Bool {
        let isUnused = state.withLock { state in
            // Whoever begins says so first and takes the link then: it is this one, and used, or another one.
            guard state.links[device] === link, !state.connections.isUsed(device) else { return false }
            state.links[device] = nil
            return true
        }
        if isUnused { await link.close() }
        return isUnused
    }

    /// Closes every link.
    func closeAll() async {
        let all = state.withLock { state in
            defer { state.links = [:] }
            return state.links
        }
        await withDiscardingTaskGroup { group in
            for link in all.values {
                group.addTask { await link.close() }
            }
        }
    }

    // MARK: - Opening

    private func makeLink(to device: Device.ID) -> DeviceLink {
        DeviceLink(
            connecting: { [weak self] target, password throws(DeviceFailure) in
                guard let self else { throw .stopped }
                return try await open(target, password)
            },
            opened: opened,
            closed: { [weak self] connection in self?.left(device, connection) }
        )
    }

    /// A connection is being closed; by now there may be another one to the device.
    private func left(_ device: Device.ID, _ connection: any DeviceChannel) {
        state.withLock { state in
            guard state.connections.connection(to: device) === connection else { return }
            state.connections.leave(device)
        }
    }

    private func open(_ device: Device, _ password: Secret) async throws(DeviceFailure) -> any DeviceChannel {
        await makeRoom(for: device.id)
        do throws(DeviceFailure) {
            let connection = try await connecting(device, password)
            state.withLock { state in
                state.connections.opened(device.id, connection)
                state.logins += 1
            }
            return connection
        } catch {
            state.withLock { $0.connections.leave(device.id) }
            throw error
        }
    }

    /// Closes the connection that was used least recently, when there are as many as there may be.
    private func makeRoom(for device: Device.ID) async {
        while let leaving = victims(for: device) {
            for link in leaving { await link.close() }
        }
    }

    /// The link that makes room; none where somebody else is closing it already, and nil once there is room.
    private func victims(for device: Device.ID) -> [DeviceLink]? {
        state.withLock { state in
            guard case .close(let other) = state.connections.admit(device, now: now()) else { return nil }
            state.closedForRoom += 1
            return state.links.removeValue(forKey: other).map { [$0] } ?? []
        }
    }
}
