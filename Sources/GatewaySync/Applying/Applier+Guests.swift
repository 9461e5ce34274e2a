import GatewayDomain
import RouterOSAPI

/// Putting guests out whose users stay.
extension Applier {
    /// Removes the cookies of a stage, so that whoever is put out next does not come back by one.
    mutating func forgetDevices(_ stage: Plan.Stage) async throws(DeviceFailure) {
        let names = stage.userNames
        let cookies = try await observer.cookies(names)
        let sessions = try await observer.usersAndSessions(names).sessions
        let confirmed = Planner.confirmedCookies(of: stage.operations, in: plan, cookies: cookies, sessions: sessions)
        try await remove([(CookieReading.menu, confirmed.map(\.reference))])
    }

    /// Ends the sessions of a stage, as far as they are still those that the plan was made from.
    mutating func putOut(_ stage: Plan.Stage) async throws(DeviceFailure) {
        let read = try await observer.usersAndSessions(stage.userNames)
        try await importing(read.users, read.sessions)
        let confirmed = Planner.confirmedEndings(of: stage.operations, sessions: read.sessions)
        try await remove([(SessionReading.menu, confirmed.map(\.reference))])
        try await ending(confirmed)
    }
}

extension ObservedCookie {
    /// The row, as one to remove: told by its user.
    var reference: RowReference { RowReference(id: id, name: user) }
}

extension ObservedSession {
    /// The row, as one to remove: told by its user.
    var reference: RowReference { RowReference(id: id, name: user) }
}

extension Plan.Stage {
    /// The users whose cookies and sessions the stage names.
    fileprivate var userNames: Set<String> {
        var names: Set<String> = []
        for operation in operations {
            switch operation {
            case .removeCookie(let cookie, _): names.insert(cookie.user)
            case .endSession(let session, _): names.insert(session.user)
            default: break
            }
        }
        return names
    }
}
