/// Why a call failed, and whether the router may have carried the command out.
public struct RouterOSError: Error, Sendable, Hashable {
    /// What happened.
    public let reason: RouterOSErrorReason

    /// Whether the command took effect.
    ///
    /// ``CommandEffect/none`` for what happens before or beside commands.
    public let effect: CommandEffect

    /// The path of the command that failed; nil for the connection itself.
    public let command: String?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - reason: what happened.
    ///   - effect: whether the command took effect. Default ``CommandEffect/none``.
    ///   - command: the command's path. Default none.
    public init(_ reason: RouterOSErrorReason, effect: CommandEffect = .none, command: String? = nil) {
        self.reason = reason
        self.effect = effect
        self.command = command
    }

    /// The router's own error, when that is the reason.
    public var trap: Trap? {
        switch self.reason {
        case .trapped(let trap), .loginRefused(let trap): trap
        default: nil
        }
    }

    /// A constant of a bounded set, fit for a metric's label.
    public var label: String {
        self.reason.label
    }
}

extension RouterOSError: CustomStringConvertible {
    /// A text for humans, in one line, without any value that was sent.
    public var description: String {
        var text = self.command.map { "\($0): \(self.reason)" } ?? self.reason.description
        if self.reason == .closedByPeer, self.command == "/login" {
            // What a router does with an address that the service does not allow (manual, services page).
            text +=
                " before the login was done: check the port, and the addresses that the service allows (/ip/service)"
        }
        return self.effect == .unknown ? "\(text) (whether it took effect is unknown)" : text
    }
}
