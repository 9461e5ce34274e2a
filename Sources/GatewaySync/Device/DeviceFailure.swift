import GatewayDomain
public import GatewayStore
public import RouterOSAPI

/// Why a device could not be looked at or kept right, in words that name the remedy.
public enum DeviceFailure: Error, Sendable {
    /// No connection came about.
    case unreachable(host: String, port: Int, reason: String)
    /// It hung up before the login was answered: it has as many sessions as it takes, or does not take ours.
    ///
    /// What a router says to a client beyond `max-sessions` is not documented. The property itself is (manual, services page).
    case closedBeforeLogin(host: String, port: Int)
    /// Its identity could not be verified, or no encrypted link came about.
    case untrusted(TLSError)
    /// It refused the account or the password.
    case loginRefused(user: String, reason: String)
    /// The account may log in, but not use the API.
    case accountLacksAPI(user: String)
    /// The account lacks a policy for a command.
    case accountLacksPolicy(command: String)
    /// device-mode forbids a command.
    case deviceModeForbids(command: String)
    /// The router has no hotspot menu.
    case hotspotMissing
    /// What it says of its version is no version.
    case unknownVersion(String)
    /// Another command failed.
    case command(RouterOSError)
    /// The database could not be read or written.
    case store(StoreError)
    /// The lease ran out before the work was done.
    case leaseLost
    /// The gateway stopped, or nobody waits for the result any more.
    case stopped

    /// The response, or what its failure means.
    ///
    /// - Parameters:
    ///   - answer: what came back.
    ///   - command: what was asked.
    /// - Returns: the response of a command that succeeded.
    /// - Throws: what the failure of any other means.
    static func of(
        _ answer: Result<Response, RouterOSError>,
        in command: Command
    ) throws(DeviceFailure) -> Response {
        switch answer {
        case .success(let response): return response
        case .failure(let error): throw DeviceFailure(error, command: command.path)
        }
    }

    private init(_ error: RouterOSError, command: String) {
        switch error.trap?.kind {
        case .notEnoughPermissions, .notAllowed: self = .accountLacksPolicy(command: command)
        case .deviceModeForbids: self = .deviceModeForbids(command: command)
        case .noSuchCommand where command.hasPrefix("/ip/hotspot"): self = .hotspotMissing
        default: self = .command(error)
        }
    }

    /// Whether the commands beside the one that failed may still go on.
    var allowsTheRest: Bool {
        if case .command(let error) = self { error.trap != nil } else { false }
    }

    /// Whether the device has no room for what was to be written.
    var meansFullStorage: Bool {
        if case .command(let error) = self { error.trap?.kind == .noSpace } else { false }
    }

    /// Whether the device merely is not as it was read: nothing failed, but it has to be read again.
    var asksToLookAgain: Bool {
        guard case .command(let error) = self else { return false }
        switch error.trap?.kind {
        case .alreadyHave, .noSuchItem, .noSuchReference: return true
        default: return false
        }
    }
}
