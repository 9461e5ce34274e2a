import GatewayDomain
import GatewayStore

/// What a line claims, for the devices that may have sent it.
///
/// A claim, no more: whoever can send a packet from a router's address can make one.
struct SyslogReading: Hashable, Sendable {
    /// What is claimed.
    enum Claim: Hashable, Sendable {
        /// That one of these users logged in or out. One user, unless nobody knows where the sender's name ends.
        case users(Set<String>)
        /// That a login failed.
        case failedLogin(FailedLogin)
    }

    /// The devices that may have sent the line, at least one.
    var peers: [SyslogPeer]
    /// What it claims.
    var claim: Claim

    /// A name that is longer is none of ours, and none that a router takes.
    private static let userBytesMaximum = 128

    /// Reads a line; nil comes of one that is no login, logout or failed login of a hotspot: most lines of a router.
    ///
    /// - Parameters:
    ///   - line: one line, in RouterOS's own form or in that of RFC 3164.
    ///   - peers: the devices behind the address that it came from.
    init?(_ line: [UInt8], from peers: [SyslogPeer]) {
        guard !peers.isEmpty, let message = SyslogMessage(line[...]) else { return nil }
        let identity = message.hasSender ? Self.identity(in: message, of: peers) : nil
        self.peers = identity.map { name in peers.filter { $0.identity == name } } ?? peers
        let readings = message.hotspotLines(sender: identity)
        guard let first = readings.first else { return nil }
        switch first.event {
        case .trying: return nil
        case .loginFailed(let text):
            claim = .failedLogin(
                FailedLogin(prefix: first.prefix, user: first.user, address: first.address, text: text)
            )
        case .loggedIn, .loggedOut:
            let users = Set(readings.map(\.user)).filter { (1...Self.userBytesMaximum).contains($0.utf8.count) }
            guard !users.isEmpty else { return nil }
            claim = .users(users)
        }
    }

    /// The sites where it may have happened, each once.
    var sites: Set<Site.ID> { Set(peers.map(\.site)) }

    /// The longest name of a device that the line begins with: `Hotel Linde` before `Hotel`.
    private static func identity(in message: SyslogMessage, of peers: [SyslogPeer]) -> String? {
        peers.compactMap(\.identity)
            .filter { message.body.starts(with: Array("\($0) ".utf8)) }
            .max { $0.utf8.count < $1.utf8.count }
    }
}

/// A login that a router refused.
struct FailedLogin: Hashable, Sendable {
    /// The prefix of the logging rule, or nil.
    var prefix: String?
    /// What was typed as a name: perhaps a code with a slip in it, so it is compared and never shown.
    var user: String
    /// The guest's address.
    var address: String
    /// Why, in the router's words and language.
    var text: String

    /// Whether the other tells of the same login through a second logging rule, which doubles every line.
    func isCopy(of other: FailedLogin) -> Bool {
        prefix != other.prefix && user == other.user && address == other.address && text == other.text
    }
}
