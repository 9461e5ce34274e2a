public import GatewayDomain
public import Logging
public import NIOCore
import RouterOSAPI

/// One login on a device that looks at its facts and leaves: what is tried before a device is added.
public enum DeviceCheck {
    /// Connects, logs in, and reads what kind of router it is and how it is set up.
    ///
    /// Nothing is written.
    ///
    /// - Parameters:
    ///   - device: how it is reached.
    ///   - password: the password of its account.
    ///   - configuration: deadlines.
    ///   - group: where the connection runs.
    ///   - logger: for what happens on the way.
    ///   - now: the time.
    /// - Returns: the router's facts.
    /// - Throws: ``DeviceFailure``, in words that name the remedy.
    public static func perform(
        _ device: Device,
        password: Secret,
        configuration: SyncConfiguration,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) async throws(DeviceFailure) -> DeviceFacts {
        let connection = try await DeviceConnector.connect(
            to: device,
            password: password,
            configuration: configuration,
            group: group,
            logger: logger
        )
        let answers = await connection.batch(
            FactsReading.commands,
            window: configuration.commandsInFlightMaximum,
            deadline: configuration.commandDeadline
        )
        await connection.close()
        return try FactsReading.facts(answers, now: now())
    }
}
