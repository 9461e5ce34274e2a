public import GatewayDomain
import GatewayStore
public import Logging
public import NIOCore
import RouterOSAPI

/// One login on a device that reads what other tools left there; nothing is written.
public enum AdoptionReading {
    /// Connects, logs in, and reads users, profiles and sessions.
    ///
    /// - Parameters:
    ///   - device: how it is reached.
    ///   - password: the password of its account.
    ///   - configuration: deadlines.
    ///   - group: where the connection runs.
    ///   - logger: for what happens on the way.
    ///   - now: the time.
    /// - Returns: what the router holds.
    /// - Throws: ``DeviceFailure``, in words that name the remedy.
    public static func survey(
        _ device: Device,
        password: Secret,
        configuration: SyncConfiguration,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) async throws(DeviceFailure) -> AdoptionSurvey {
        let connection = try await DeviceConnector.connect(
            to: device,
            password: password,
            configuration: configuration,
            group: group,
            logger: logger
        )
        let tables = [users, profiles, SessionReading.command()]
        let answers = await connection.batch(
            FactsReading.commands + SetupReading.commands + tables,
            window: configuration.commandsInFlightMaximum,
            deadline: configuration.commandDeadline
        )
        await connection.close()
        let time = now()
        let facts = FactsReading.commands.count
        let setup = SetupReading.commands.count
        var survey = AdoptionSurvey(
            device: device.id,
            host: device.host,
            facts: try FactsReading.facts(Array(answers.prefix(facts)), now: time),
            readAt: time
        )
        let account = SetupReading.setup(Array(answers.dropFirst(facts).prefix(setup)), account: device.user)
        let read = Array(answers.dropFirst(facts + setup))
        let rows = try DeviceFailure.of(read[0], in: users).rows
        survey.users = rows.compactMap(UserReading.user)
        survey.passwords = passwords(rows, showsSecrets: account.policies?.contains("sensitive") ?? false)
        survey.profiles = try DeviceFailure.of(read[1], in: profiles).rows.map { row in
            ForeignProfile(
                name: row.text("name") ?? "",
                rateLimit: row.text("rate-limit") ?? "",
                onLogin: row.text("on-login") ?? ""
            )
        }
        survey.sessions = try DeviceFailure.of(read[2], in: tables[2]).rows.compactMap {
            SessionReading.session($0, arrivedAt: time)
        }
        return survey
    }

    private static let users = Command("\(UserReading.menu)/print").proplist(UserReading.properties + ["password"])
    private static let profiles = Command("\(ProfileReading.menu)/print").proplist(["name", "rate-limit", "on-login"])

    /// Passwords as far as they are shown: an account without the policy `sensitive` sees none, or asterisks (manual, user page), and an
    /// empty one looks the same.
    private static func passwords(_ rows: [Row], showsSecrets: Bool) -> [String: Secret] {
        var passwords: [String: Secret] = [:]
        for row in rows {
            guard let id = row.id else { continue }
            let text = row.text("password") ?? ""
            guard showsSecrets || (!text.isEmpty && !text.allSatisfy { $0 == "*" }) else { continue }
            passwords[id] = Secret(text)
        }
        return passwords
    }
}
