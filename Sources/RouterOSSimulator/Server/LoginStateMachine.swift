import Crypto
import RouterOSAPI

/// Where a connection stands before its commands are carried out: a value without I/O.
///
/// From 6.43 `/login` carries the password. Before, `/login` is answered with a challenge and the password comes hashed
/// with it; that form stopped working in 6.45.1 (manual, API page; nshttpd/mikrotik-exporter#36).
struct LoginStateMachine: Sendable {
    enum Action: Hashable, Sendable {
        /// `!done` with a challenge of 16 bytes as 32 hexadecimal digits.
        case challenge(String)
        /// `!done`.
        case accepted(SimulatedAccount)
        /// `!trap`, `!done`; the connection stays open.
        case refused(String)
        /// `!fatal`, then the end.
        case fatal(String)
    }

    private enum State: Sendable {
        case waiting(challenge: [UInt8]?)
        case loggedIn(SimulatedAccount)
        case closed
    }

    /// After four refusals on one connection the fifth attempt ends it (measured on a version 6 device).
    static let failuresMaximum = 4
    // ASSUMED: how much may be sent before login; the manual says only that it is limited.
    static let sentenceBytesMaximum = 4096

    private let features: RouterFeatures
    private var state = State.waiting(challenge: nil)
    private var failures = 0

    init(features: RouterFeatures) {
        self.features = features
    }

    /// Who is logged in, if anybody.
    var account: SimulatedAccount? {
        guard case .loggedIn(let account) = self.state else { return nil }
        return account
    }

    /// A command other than `/login` came before a login.
    mutating func commandReceivedEarly(sentenceBytes: Int) -> Action {
        self.state = .closed
        return .fatal(sentenceBytes > Self.sentenceBytesMaximum ? "too many commands before login" : "not logged in")
    }

    /// `/login` came.
    mutating func loginReceived(
        _ request: CommandRequest,
        sentenceBytes: Int,
        accounts: [SimulatedAccount],
        generator: inout SeededGenerator
    ) -> Action {
        guard self.failures < Self.failuresMaximum, sentenceBytes <= Self.sentenceBytesMaximum else {
            self.state = .closed
            return .fatal("too many commands before login")
        }
        let account = accounts.first { WordBytes($0.name) == request["name"] }
        if self.features.hasChallengeLogin, let response = request["response"], request.has("name") {
            return self.responseReceived(response, account: account)
        }
        if self.features.hasPlainLogin, request.has("name") {
            return self.decide(account.flatMap { WordBytes($0.password) == request["password"] ?? "" ? $0 : nil })
        }
        guard self.features.hasChallengeLogin else { return self.decide(nil) }
        let challenge = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        self.state = .waiting(challenge: challenge)
        return .challenge(Self.hexadecimal(challenge))
    }

    /// `00` and the MD5 of a zero byte, the password and the challenge (manual, API page; vector in
    /// go-routeros/routeros).
    private mutating func responseReceived(_ response: WordBytes, account: SimulatedAccount?) -> Action {
        guard case .waiting(let challenge?) = self.state, let account else { return self.decide(nil) }
        let expected = "00" + Self.hash(password: account.password, challenge: challenge)
        return self.decide(response.text.lowercased() == expected ? account : nil)
    }

    private mutating func decide(_ account: SimulatedAccount?) -> Action {
        let isAllowed = account?.policies.contains(.api) ?? false
        guard let account, isAllowed else {
            self.failures += 1
            self.state = .waiting(challenge: nil)
            return .refused(account == nil ? self.features.badLoginText : CommandTrap.notAllowed.message)
        }
        self.state = .loggedIn(account)
        return .accepted(account)
    }

    static func hash(password: String, challenge: [UInt8]) -> String {
        Self.hexadecimal(Insecure.MD5.hash(data: [0] + Array(password.utf8) + challenge))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
