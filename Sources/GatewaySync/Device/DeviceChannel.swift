import RouterOSAPI

/// What work on a device needs of a connection to it: commands, changes as they happen, and an end.
///
/// A ``RouterOSConnection`` is one, over TLS; a simulation has another inside the process, whose time and failures it decides.
protocol DeviceChannel: AnyObject, Sendable {
    /// Whether the connection is still there, as far as this side knows.
    var isOpen: Bool { get }

    /// Has the device carry out commands that do not depend on each other; see `RouterOSConnection.batch`.
    func batch(
        _ commands: [Command],
        window: Int,
        deadline: Duration?
    ) async -> [Result<Response, RouterOSError>]

    /// Has the device carry out a command; see `RouterOSConnection.call`.
    func call(_ command: Command, deadline: Duration?) async throws(RouterOSError) -> Response

    /// Has the device report changes until nobody reads them any more; the device is asked right away.
    func changes(_ command: Command) -> any AsyncSequence<Row, RouterOSError> & Sendable

    /// Closes the connection.
    func close() async
}

extension RouterOSConnection: DeviceChannel {
    func changes(_ command: Command) -> any AsyncSequence<Row, RouterOSError> & Sendable {
        listen(command)
    }
}
