/// What kind of error ended a run: a constant of a bounded set, for metrics, for programs and for what follows from it.
public enum FailureLabel: String, Hashable, Sendable, CaseIterable {
    /// No connection came about.
    case unreachable
    /// No answer came in time.
    case timedOut = "timed_out"
    /// The connection broke.
    case connectionLost = "connection_lost"
    /// The device shows another identity than the one that is trusted.
    case certificateChanged = "certificate_changed"
    /// The certificate is not valid at this time.
    case certificateTime = "certificate_time"
    /// No encrypted link came about for another reason.
    case tls
    /// The device refused the account or the password.
    case loginRefused = "login_refused"
    /// The account may log in, but not use the API.
    case accountLacksAPI = "account_lacks_api"
    /// The account lacks a policy for a command.
    case accountLacksPolicy = "account_lacks_policy"
    /// device-mode forbids a command.
    case deviceMode = "device_mode"
    /// The router has no hotspot menu.
    case hotspotMissing = "hotspot_missing"
    /// What it says of its version is no version.
    case unknownVersion = "unknown_version"
    /// Its storage is full.
    case storageFull = "storage_full"
    /// It refused a command.
    case commandRefused = "command_refused"
    /// It does not speak as routers do, or says more than is taken.
    case protocolViolation = "protocol_violation"
    /// The gateway's own database could not be read or written.
    case store
    /// The lease ran out before the work was done.
    case leaseLost = "lease_lost"
    /// The gateway stopped, or nobody waits for the result any more.
    case stopped

    /// What holds for a device on which a run failed in this way; nil where it says nothing about the device.
    public var condition: DeviceCondition? {
        switch self {
        case .unreachable, .timedOut, .connectionLost: .unreachable
        case .certificateChanged: .certificateChanged
        case .loginRefused, .accountLacksAPI: .loginRefused
        case .deviceMode: .blockedByDeviceMode
        case .unknownVersion: .unsupportedVersion
        case .storageFull: .overBudget
        case .certificateTime, .tls, .accountLacksPolicy, .hotspotMissing, .commandRefused, .protocolViolation:
            .failing
        case .store, .leaseLost, .stopped: nil
        }
    }

    /// What to do about it, in one line; nil where the message of the failure itself says that.
    public var remedy: String? {
        switch self {
        case .unreachable:
            """
            check the address (gardengate device set --address changes it), that the router is up, and that its api-ssl service \
            is on and allows this machine (/ip/service/print)
            """
        case .certificateChanged:
            """
            if its certificate was renewed, or another router took its place, gardengate device trust takes the new one; \
            if not, somebody stands in between
            """
        case .loginRefused:
            """
            check the account (/user/print) and its password; for a device that was added already, \
            device set --password-file changes it
            """
        case .accountLacksAPI:
            "add the policy api to its group (/user/group/set <group> policy=api,read,write)"
        case .accountLacksPolicy:
            "add what is missing to its group (/user/group/set <group> policy=\(RouterAccount.policyNames))"
        case .deviceMode:
            """
            run /system/device-mode/update hotspot=yes on the router and confirm it with its button or a power cut within \
            five minutes
            """
        case .hotspotMissing:
            "install the hotspot package, then run /ip/hotspot/setup"
        case .timedOut, .connectionLost, .certificateTime, .tls, .unknownVersion, .storageFull, .commandRefused,
            .protocolViolation, .store, .leaseLost, .stopped:
            nil
        }
    }
}
