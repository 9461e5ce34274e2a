import GatewayDomain
public import GatewayStore
public import RouterOSAPI

/// Why a device could not be looked at or kept right, in words that name the remedy.
public enum DeviceFailure: Error, Sendable {
    /// No connection came about.
    case unreachable(host: String, port: Int, reason: String)
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

    /// Whether the device merely is not as it was read: nothing failed, but it has to be read again.
    var asksToLookAgain: Bool {
        guard case .command(let error) = self else { return false }
        switch error.trap?.kind {
        case .alreadyHave, .noSuchItem, .noSuchReference: return true
        default: return false
        }
    }

    /// A constant of a bounded set, fit for a metric's label.
    public var label: String {
        switch self {
        case .unreachable: "unreachable"
        case .untrusted(let error): error.label
        case .loginRefused: "login_refused"
        case .accountLacksAPI: "account_lacks_api"
        case .accountLacksPolicy: "account_lacks_policy"
        case .deviceModeForbids: "device_mode"
        case .hotspotMissing: "hotspot_missing"
        case .unknownVersion: "unknown_version"
        case .command(let error): error.label
        case .store: "store"
        case .leaseLost: "lease_lost"
        case .stopped: "stopped"
        }
    }
}

extension DeviceFailure: CustomStringConvertible {
    /// One line: what is the matter, and what to do about it.
    ///
    /// Holds no secret.
    public var description: String {
        switch self {
        case .unreachable(let host, let port, let reason):
            """
            no connection to \(host):\(port) (\(reason)): check the address, that the router is up, \
            and that its api-ssl service is on and allows this machine (/ip/service/print)
            """
        case .untrusted(let error):
            error.description
        case .loginRefused(let user, let reason):
            """
            the router refused the login of \(user) (\(reason)): \
            check the account (/user/print) and its password; for a device that was added already, \
            device set --password-file changes it
            """
        case .accountLacksAPI(let user):
            "the account \(user) may not use the API: add the policy api to its group (/user/group/set <group> policy=api,read,write)"
        case .accountLacksPolicy(let command):
            """
            the account may not run \(command): \
            add the policies read and write to its group (/user/group/set <group> policy=api,read,write)
            """
        case .deviceModeForbids(let command):
            """
            device-mode forbids \(command): run /system/device-mode/update hotspot=yes on the router \
            and confirm it with its button or a power cut within five minutes
            """
        case .hotspotMissing:
            "the router has no hotspot menu: install the hotspot package, then run /ip/hotspot/setup"
        case .unknownVersion(let text):
            "the peer is no router that we know: it gives its version as '\(text.prefix(40))'"
        case .command(let error):
            error.description
        case .store(let error):
            error.description
        case .leaseLost:
            "another gateway took the device over; it goes on with the work"
        case .stopped:
            "stopped before the end: the next run goes on from what it reads"
        }
    }
}
