import TestSeeds
import GatewayDomain

/// Guests of all kinds: of our users and of others, known by their device or not, before and after a moment that matters.
extension RandomDevice {
    static let devices = (1...4).map { "02:00:00:00:00:0\($0)" }

    mutating func makeGuests() {
        for row in observed.users {
            for _ in 0..<3 where generator.chance(25) { addSession(of: row) }
            for _ in 0..<2 where generator.chance(35) { addCookie(of: row) }
        }
        for user in desired.users where generator.chance(50) {
            desired.endings[user.name] = (0..<Int.random(in: 1...2, using: &generator)).map { _ in randomEnding() }
        }
    }

    private mutating func randomDevice() -> String? {
        generator.chance(85) ? Self.devices.randomElement(using: &generator) : nil
    }

    private mutating func addSession(of row: ObservedUser) {
        var session = ObservedSession(id: "*A\(observed.sessions.count)", user: row.name)
        session.server = generator.chance(80) ? row.server : nil
        session.macAddress = randomDevice()
        session.uptimeSeconds = Int64.random(in: 0...7200, using: &generator)
        session.startedAt = generator.chance(90) ? Sample.now - .seconds(session.uptimeSeconds) : nil
        observed.sessions.append(session)
    }

    private mutating func addCookie(of row: ObservedUser) {
        observed.cookies.append(
            ObservedCookie(id: "*C\(observed.cookies.count)", user: row.name, macAddress: randomDevice())
        )
    }

    private mutating func randomEnding() -> SessionEnding {
        let device = Self.devices.randomElement(using: &generator) ?? ""
        let guests: SessionEnding.Guests =
            generator.chance(30) ? .all : .devicesOtherThan(device)
        let moment = Sample.now - .seconds(Int64.random(in: 0...7200, using: &generator))
        return SessionEnding(
            guests,
            startedBefore: generator.chance(50) ? moment : nil,
            reason: SessionEnding.Reason.allCases.randomElement(using: &generator) ?? .disconnected
        )
    }
}
