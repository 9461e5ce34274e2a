import GatewayDomain
import GatewayStore

/// The router that is set up: one that is new, or one that is known and was reset or replaced.
struct BootstrapTarget: Sendable {
    let device: Device
    let password: Secret
    /// Whether it is a device of the site already.
    let isKnown: Bool
    /// When it was told so first: the same command again shows the same.
    let toldAt: Timestamp

    private static let standardUser = "gardengate"
    /// So many characters a password has: of 32 kinds, 5 bits each.
    private static let passwordLength = 26

    /// Looks whether it is known, and remembers what it is told before anybody sees that.
    ///
    /// - Parameters:
    ///   - host: how it is reached.
    ///   - port: the port of its API.
    ///   - site: where it stands.
    ///   - user: the account that it is to have; nil for the one that it has, or is being given.
    ///   - renews: whether it gets another password than it was told before.
    ///   - session: what the command works with.
    /// - Returns: what it is told.
    /// - Throws: one line that names the remedy.
    static func find(
        at host: String,
        _ port: Int,
        of site: Site,
        user: String?,
        renews: Bool,
        _ session: Session
    ) async throws -> BootstrapTarget {
        let known = try await session.store.allDevices().first { $0.host == host && $0.port == port }
        if let known, known.site != site.id {
            throw CommandFailure(
                "the router at \(HostPort.text(host, port)) belongs to another site: gardengate device remove it there first"
            )
        }
        let pending = try await session.store.pendingDevice(host: host, port: port)
        var device =
            known
            ?? Device(
                id: session.store.newID(),
                site: site.id,
                host: host,
                port: port,
                user: standardUser,
                trust: .anonymous,
                createdAt: session.now
            )
        device.user = user ?? pending?.user ?? device.user
        var password = newPassword()
        if let known, !renews {
            password = try await session.store.password(of: known.id)
            if pending == nil, known.user == device.user {
                return BootstrapTarget(device: known, password: password, isKnown: true, toldAt: session.now)
            }
        }
        let told = try await session.store.beginDevice(device, password: password, renews: renews, now: session.now)
        if known == nil { device.id = told.id }
        return BootstrapTarget(
            device: device,
            password: told.password,
            isKnown: known != nil,
            toldAt: min(told.begunAt, session.now)
        )
    }

    /// Keeps the router as it was found.
    func keep(_ device: Device, _ session: Session) async throws {
        guard isKnown else { return try await session.store.addDevice(device, password: password) }
        try await session.store.updateDevice(device, password: password, now: session.now)
    }

    /// Letters and digits that nobody takes for another, for it may have to be typed.
    private static func newPassword() -> Secret {
        var generator = SystemRandomNumberGenerator()
        let characters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return Secret(String((0..<passwordLength).map { _ in characters[Int.random(in: 0..<32, using: &generator)] }))
    }
}
