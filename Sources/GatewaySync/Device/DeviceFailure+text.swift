public import GatewayDomain
import GatewayStore
import RouterOSAPI

extension DeviceFailure: CustomStringConvertible {
    /// One line: what is the matter, and what to do about it.
    ///
    /// Holds no secret.
    public var description: String {
        switch self {
        case .untrusted(.pinMismatch): break
        // What the connection says of itself names the remedy already.
        case .closedBeforeLogin, .untrusted, .command: return matter
        default: break
        }
        return label.remedy.map { "\(matter): \($0)" } ?? matter
    }

    /// What is the matter.
    private var matter: String {
        switch self {
        case .unreachable(let host, let port, let reason): "no connection to \(host):\(port) (\(reason))"
        case .closedBeforeLogin(let host, let port):
            """
            \(host):\(port) hung up before the login: check how many sessions its api-ssl service takes and which addresses it \
            allows (/ip/service/print detail; max-sessions is 20 unless changed), and who uses them (/user/active/print)
            """
        case .untrusted(.pinMismatch(let expected, let presented)):
            "the device presents certificate \(presented), but \(expected) is pinned"
        case .untrusted(let error): error.description
        case .loginRefused(let user, let reason): "the router refused the login of \(user) (\(reason))"
        case .accountLacksAPI(let user): "the account \(user) may not use the API"
        case .accountLacksPolicy(let command): "the account may not run \(command)"
        case .deviceModeForbids(let command): "device-mode forbids \(command)"
        case .hotspotMissing: "the router has no hotspot menu"
        case .unknownVersion(let text):
            "the peer is no router that we know: it gives its version as '\(text.prefix(40))'"
        case .command(let error): error.description
        case .store(let error): error.description
        case .leaseLost: "another gateway took the device over; it goes on with the work"
        case .stopped: "stopped before the end: the next run goes on from what it reads"
        }
    }
}

extension DeviceFailure {
    /// What kind of failure it is: a constant of a bounded set, kept with the run.
    public var label: FailureLabel {
        switch self {
        case .unreachable: .unreachable
        case .closedBeforeLogin: .connectionLost
        case .untrusted(let error): Self.label(of: error)
        case .loginRefused: .loginRefused
        case .accountLacksAPI: .accountLacksAPI
        case .accountLacksPolicy: .accountLacksPolicy
        case .deviceModeForbids: .deviceMode
        case .hotspotMissing: .hotspotMissing
        case .unknownVersion: .unknownVersion
        case .command(let error): Self.label(of: error.reason)
        case .store: .store
        case .leaseLost: .leaseLost
        case .stopped: .stopped
        }
    }

    /// A device whose certificate is another one, is gone or is signed by nobody known is not the one that was trusted.
    private static func label(of error: TLSError) -> FailureLabel {
        switch error {
        case .pinMismatch, .hostMismatch, .untrustedAuthority, .certificateRefused, .peerHasNoCertificate,
            .peerIsNotAnonymous:
            .certificateChanged
        case .certificateExpired, .certificateNotYetValid: .certificateTime
        case .closedDuringHandshake, .closed: .connectionLost
        case .noCommonVersion, .noCommonCipher, .refusedByPeer, .notTLS, .writeWhileObserving,
            .tooMuchBeforeHandshake, .answersUnread, .configuration, .other:
            .tls
        }
    }

    private static func label(of reason: RouterOSErrorReason) -> FailureLabel {
        switch reason {
        case .connectFailed: .unreachable
        case .tls(let error): label(of: error)
        case .untrustedLink: .certificateChanged
        case .loginRefused: .loginRefused
        case .trapped(let trap): trap.kind == .noSpace ? .storageFull : .commandRefused
        case .timedOut, .unresponsive: .timedOut
        case .fatal, .closedByPeer, .closedLocally, .connectionFailed: .connectionLost
        case .cancelled: .stopped
        case .undecodable, .protocolViolation, .replyTooLarge, .queueFull: .protocolViolation
        }
    }
}
