import GatewayDomain
import GatewayStore
import Logging

/// What the log says of a report that was new: where and what it means, and nothing of the guest.
extension RecordedReport {
    var logMessage: Logger.Message {
        switch report.event {
        case .login: "login recorded"
        case .logout: "logout recorded"
        }
    }

    var logMetadata: Logger.Metadata {
        ["device": "\(report.device)", "meaning": "\(meaning.rawValue)"]
    }
}
