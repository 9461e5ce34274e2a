/// Sessions of a user that must not be on a device, though the user stays, or is gone already.
///
/// It says what should be, as long as it should be, and never what to do once: a router that could not be reached in the meantime
/// is compared with it when it is back. Whoever logs in afterwards is not meant.
public struct SessionEnding: Hashable, Sendable {
    /// Whose sessions.
    public enum Guests: Hashable, Sendable {
        /// Whoever is logged in with the user.
        case all
        /// Every device but the one with this MAC address, upper case with colons.
        case devicesOtherThan(String)
    }

    /// Why they have to end, in words that plans show.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The coupon's device policy lets another device in.
        case heldByAnother = "another device has the code"
        /// Somebody freed the coupon from its device.
        case released = "the code was released"
        /// Somebody disconnected the guest.
        case disconnected = "disconnected"
        /// The code is dead and its user is gone, but not whoever got in with it: the connection broke in between, or another tool
        /// removed the user.
        case leftBehind = "the code is dead"
    }

    /// Whose sessions.
    public var guests: Guests
    /// Sessions that began at this moment or later are not meant; nil when all are.
    public var startedBefore: Timestamp?
    /// Why.
    public var reason: Reason

    /// Says which sessions have to end.
    ///
    /// - Parameters:
    ///   - guests: whose.
    ///   - startedBefore: from when on a session is not meant; nil when all are.
    ///   - reason: why.
    public init(_ guests: Guests, startedBefore: Timestamp? = nil, reason: Reason) {
        self.guests = guests
        self.startedBefore = startedBefore
        self.reason = reason
    }

    /// The sessions that somebody asked to end at a moment.
    ///
    /// A router tells a session's age in whole seconds, so one that began right before may seem to have begun right after.
    ///
    /// - Parameter moment: when somebody asked.
    /// - Returns: what must not be there.
    public static func disconnected(at moment: Timestamp) -> SessionEnding {
        SessionEnding(.all, startedBefore: moment + .seconds(1), reason: .disconnected)
    }

    /// Whether a session of the user has to end.
    ///
    /// When in doubt it goes on: when nobody knows whose it is, or when it began, where that matters.
    ///
    /// - Parameter session: a session of the user.
    /// - Returns: true when it must not be there.
    public func ends(_ session: ObservedSession) -> Bool {
        guard isMeant(session.macAddress) else { return false }
        guard let startedBefore else { return true }
        guard let startedAt = session.startedAt else { return false }
        return startedAt < startedBefore
    }

    /// Whether a cookie of the user has to go, by which a device would come back without the code.
    ///
    /// That of a device which is let in stays, and so does one of which nobody knows whose it is.
    ///
    /// - Parameters:
    ///   - cookie: a cookie of the user.
    ///   - remaining: the user's sessions that go on.
    /// - Returns: true when it must not be there.
    public func removes(_ cookie: ObservedCookie, remaining: [ObservedSession]) -> Bool {
        guard let macAddress = cookie.macAddress, isMeant(macAddress) else { return false }
        return !remaining.contains { $0.macAddress == macAddress }
    }

    private func isMeant(_ macAddress: String?) -> Bool {
        switch guests {
        case .all: true
        case .devicesOtherThan(let device): macAddress.map { $0 != device } ?? false
        }
    }
}
