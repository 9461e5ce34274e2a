import GatewayDomain
import Logging
import NIOCore
import RouterOSAPI

/// The one connection that the gateway keeps to a device, and what it remembers as long as that lasts.
///
/// Whoever holds the device's lease uses it; nobody else does. It logs in only when the connection is gone or the device's
/// settings have changed: each login is a line in the router's log.
actor DeviceLink {
    /// How a device is reached; a change means a new connection.
    private struct Settings: Hashable {
        let host: String
        let port: Int
        let user: String
        let trust: DeviceTrust
        let password: Secret
    }

    /// Connects to a device and logs in.
    typealias Connecting = @Sendable (Device, Secret) async throws(DeviceFailure) -> any DeviceChannel

    private let connecting: Connecting
    private let opened: @Sendable (Device, any DeviceChannel) -> Void
    private let closed: @Sendable (any DeviceChannel) -> Void

    private struct Address: Hashable {
        let host: String
        let port: Int
    }

    private var settings: Settings?
    /// Where the device was looked for last.
    private var reachedAt: Address?
    private var connection: (any DeviceChannel)?
    private(set) var memory: DeviceMemory?
    /// How fast the device takes what is written to it; nil until something was written.
    ///
    /// It outlives a connection that breaks off, which a script that takes too long may be the reason for.
    private(set) var pace: WritePace?
    /// Since when a `listen` tells about logins over this connection.
    private var listeningSince: Timestamp?
    private var sessionsReadAt: Timestamp?
    /// The number of the last line of the router's log that was recorded; a start of the router ends the connection as well.
    private(set) var lastLogNumber: UInt64?

    /// Makes a link that is not connected.
    ///
    /// - Parameters:
    ///   - group: where connections run.
    ///   - configuration: deadlines and bounds.
    ///   - logger: for connecting and disconnecting.
    ///   - opened: called for each new connection, so that somebody listens on it.
    init(
        group: any EventLoopGroup,
        configuration: SyncConfiguration,
        logger: Logger,
        opened: @escaping @Sendable (Device, any DeviceChannel) -> Void
    ) {
        self.init(
            connecting: { device, password throws(DeviceFailure) in
                try await DeviceConnector.connect(
                    to: device,
                    password: password,
                    configuration: configuration,
                    group: group,
                    logger: logger
                )
            },
            opened: opened
        )
    }

    /// Makes a link that is not connected.
    ///
    /// - Parameters:
    ///   - connecting: makes the connection when one is needed.
    ///   - opened: called for each new connection, so that somebody listens on it.
    ///   - closed: called when a connection is about to be closed, or was found to be gone. Default: nobody minds.
    init(
        connecting: @escaping Connecting,
        opened: @escaping @Sendable (Device, any DeviceChannel) -> Void,
        closed: @escaping @Sendable (any DeviceChannel) -> Void = { _ in }
    ) {
        self.connecting = connecting
        self.opened = opened
        self.closed = closed
    }

    /// The connection to the device, made anew when there is none or the settings have changed.
    func connect(
        to device: Device,
        password: Secret,
        now: Timestamp
    ) async throws(DeviceFailure) -> any DeviceChannel {
        let wanted = Settings(
            host: device.host,
            port: device.port,
            user: device.user,
            trust: device.trust,
            password: password
        )
        if let connection, settings == wanted, connection.isOpen { return connection }
        // Another address may be another router.
        let isElsewhere = reachedAt.map { $0 != Address(host: device.host, port: device.port) } ?? false
        await close()
        if isElsewhere { pace = nil }
        reachedAt = Address(host: device.host, port: device.port)
        let fresh = try await connecting(device, password)
        settings = wanted
        connection = fresh
        opened(device, fresh)
        return fresh
    }

    /// Keeps what a full reading found.
    func remember(_ memory: DeviceMemory) {
        self.memory = memory
    }

    /// Keeps what was learned of the device's pace.
    func learned(_ pace: WritePace) {
        self.pace = pace
    }

    /// Closes the connection and forgets what depended on it.
    func close() async {
        let closing = connection
        connection = nil
        settings = nil
        memory = nil
        pace = pace?.ofNextConnection
        listeningSince = nil
        sessionsReadAt = nil
        lastLogNumber = nil
        guard let closing else { return }
        closed(closing)
        await closing.close()
    }

    /// Asks the router for a sign of life.
    ///
    /// - Parameter deadline: how long it may take.
    /// - Returns: false when it gave none over the connection that there still is: whoever asked has it closed, unless somebody has come to use it.
    ///   True when there is no connection.
    func beat(within deadline: Duration) async -> Bool {
        guard let connection else { return true }
        do {
            _ = try await connection.call(Self.heartbeat, deadline: deadline)
            return true
        } catch {
            // A router that refuses is there.
            if error.trap != nil, connection.isOpen { return true }
            // A run that came meanwhile has made another one, or closed it.
            return connection !== self.connection
        }
    }

    /// One row of a few bytes, which every account that may use the API may read.
    private static let heartbeat = Command("/system/identity/print").proplist(["name"])

    /// What the router at the other end calls itself; nil while nothing is known of it.
    var identity: String? {
        guard let identity = memory?.facts.identity, !identity.isEmpty else { return nil }
        return identity
    }

    /// Says that the router's log was recorded up to the line of this number.
    func logRecorded(upTo number: UInt64) {
        lastLogNumber = max(lastLogNumber ?? 0, number)
    }

    /// Whether a connection has ended without anybody here having closed it.
    func isLost(_ connection: any DeviceChannel) -> Bool {
        connection === self.connection && !connection.isOpen
    }

    // MARK: - Listening

    /// Says that a `listen` tells about logins over this connection from now on, or no longer.
    func setListening(since time: Timestamp?, over connection: any DeviceChannel) {
        guard connection === self.connection else { return }
        listeningSince = time
    }

    /// Whether a `listen` tells about logins over this connection.
    var isListening: Bool { listeningSince != nil }

    /// Says that the active list was read.
    func sessionsRead(at time: Timestamp) {
        sessionsReadAt = time
    }

    /// Whether a cheap look has to read the active list.
    ///
    /// A router may run the first `listen` a little later than a `print` that was sent after it, so one more reading is made
    /// before the `listen` alone is believed.
    var needsSessions: Bool {
        guard let listeningSince, let sessionsReadAt else { return true }
        return sessionsReadAt <= listeningSince
    }
}
