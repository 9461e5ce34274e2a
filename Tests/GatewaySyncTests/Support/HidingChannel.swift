import GatewayDomain
import RouterOSAPI

@testable import GatewaySync

/// A connection over which a router refuses some commands.
final class HidingChannel: DeviceChannel {
    private let inner: any DeviceChannel
    private let refusal: @Sendable (Command) -> Trap?

    init(_ inner: any DeviceChannel, refusing refusal: @escaping @Sendable (Command) -> Trap?) {
        self.inner = inner
        self.refusal = refusal
    }

    /// A link to devices that do not know one command.
    static func link(of gateway: TestGateway, hiding path: String) -> DeviceLink {
        link(of: gateway) { $0.path == path ? Trap(message: "no such command") : nil }
    }

    /// A link to devices that refuse commands.
    static func link(
        of gateway: TestGateway,
        refusing refusal: @escaping @Sendable (Command) -> Trap?
    ) -> DeviceLink {
        let (configuration, group) = (gateway.configuration, gateway.group)
        return DeviceLink(
            connecting: { device, password throws(DeviceFailure) in
                HidingChannel(
                    try await DeviceConnector.connect(
                        to: device,
                        password: password,
                        configuration: configuration,
                        group: group,
                        logger: .silent
                    ),
                    refusing: refusal
                )
            },
            opened: { _, _ in }
        )
    }

    var isOpen: Bool { inner.isOpen }

    func batch(
        _ commands: [Command],
        window: Int,
        deadline: Duration?
    ) async -> [Result<Response, RouterOSError>] {
        let rest = commands.filter { refusal($0) == nil }
        var answers = await inner.batch(rest, window: window, deadline: deadline)[...]
        return commands.compactMap { command in
            guard let trap = refusal(command) else { return answers.popFirst() }
            return .failure(RouterOSError(.trapped(trap), command: command.path))
        }
    }

    func call(_ command: Command, deadline: Duration?) async throws(RouterOSError) -> Response {
        try await inner.call(command, deadline: deadline)
    }

    func changes(_ command: Command) -> any AsyncSequence<Row, RouterOSError> & Sendable {
        inner.changes(command)
    }

    func close() async {
        await inner.close()
    }
}
