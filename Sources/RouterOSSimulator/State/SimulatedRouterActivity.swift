/// What a simulated router was asked to do since it was started, so that a test can say "nothing was written".
public struct SimulatedRouterActivity: Sendable, Hashable {
    /// Connections that were accepted.
    public var connections = 0
    /// Logins that succeeded.
    public var logins = 0
    /// Logins that were refused.
    public var loginFailures = 0
    /// Commands received over the network, by path (`/ip/hotspot/user/print`), `/login` and `/cancel` included.
    public var commands: [String: Int] = [:]
    /// The bytes that came in over all connections, without what TLS adds.
    public var bytesReceived = 0
    /// The bytes that were sent over all connections, without what TLS adds.
    public var bytesSent = 0
    /// How long commands were in the router, all added up: from the moment when a command was received until its answer was sent.
    ///
    /// Divided by how many commands a client has in flight it is the time that the router needs of a client which never lets it wait.
    /// What goes on until it is cancelled, or until a script has its answer, counts until it has begun.
    public var commandTime: Duration = .zero
    /// Changes of the configuration, whoever made them.
    ///
    /// Each is a write to the router's flash memory.
    public var configurationWrites = 0

    /// All commands together.
    public var commandCount: Int {
        self.commands.values.reduce(0, +)
    }

    /// Starts at zero.
    public init() {}

    /// A client cannot fill the memory with paths that do not exist.
    mutating func count(_ path: String) {
        guard self.commands[path] != nil || self.commands.count < 1000 else { return }
        self.commands[path, default: 0] += 1
    }
}
