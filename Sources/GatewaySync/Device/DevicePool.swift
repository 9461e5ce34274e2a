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

    /// So many connections are asked at once whether they are still there.
    private static let beatsAtOnce = 64

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
    /// - Returns: the devices that did not answer; their connections are closed.
    func beat(unusedSince time: Timestamp, within deadline: Duration) async -> [Device.ID] {
        let quiet = state.withLock { state in
            state.connections.unused(since: time).compactMap { device in state.links[device].map { (device, $0) } }
        }
        return await withTaskGroup(of: Device.ID?.self) { group in
            var dead: [Device.ID] = []
            for (index, (device, link)) in quiet.enumerated() {
                if index >= Self.beatsAtOnce, let silent = await group.next() ?? nil { dead.append(silent) }
                group.addTask {
                    guard await link.beat(within: deadline) else { return device }
                    self.state.withLock { state in
                        state.connections.begin(device, now: self.now())
                        state.connections.end(device, now: self.now())
                    }
                    return nil
                }
            }
            for await silent in group { if let silent { dead.append(silent) } }
            return dead
        }
    }

    // MARK: - Closing

    /// Closes the links to these devices.
    func closeLinks(to devices: Set<Device.ID>) async {
        let closing = state.withLock { state in devices.compactMap { state.links.removeValue(forKey: $0) } }
        for link in closing { await link.close() }
    }

    /// Closes every link that nobody has used since `time`, and over which nobody hears of guests.
    func closeLinks(unusedSince time: Timestamp) async {
        let unused = state.withLock { state in
            state.connections.unused(since: time).compactMap { device in state.links[device].map { (device, $0) } }
        }
        for (device, link) in unused {
            guard await !link.isListening else { continue }
            state.withLock { state in
                if state.links[device] === link { state.links[device] = nil }
            }
            await link.close()
        }
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
        while let leaving = victim(for: device) { await leaving.close() }
    }

    private func victim(for device: Device.ID) -> DeviceLink? {
        state.withLock { state in
            guard case .close(let other) = state.connections.admit(device, now: now()) else { return nil }
            state.closedForRoom += 1
            return state.links.removeValue(forKey: other)
        }
    }
}
