extension DeviceCondition {
    /// What is always to be done about such a condition, in one line; nil for nothing.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - siteName: the name of its site.
    /// - Returns: what to do, with the command to type where there is one.
    public func remedy(for device: Device, siteName: String) -> String? {
        let site = siteName.shellQuoted
        let host = "\(device.host):\(device.port)".shellQuoted
        return switch self {
        case .synced, .applying: nil
        case .insecure: "give it a certificate, then run gardengate device trust \(host)"
        case .drifted: "start gardengate serve, or run gardengate push \(site)"
        case .paused: "gardengate site resume \(site) lets it be written again"
        case .waiting: "wait for the window, or run gardengate push \(site) --now"
        case .overBudget: "limit coupons to the sites that need them, or make room on the router"
        case .partial: "gardengate plan \(site) shows what is in the way"
        case .heldBack: "look at gardengate plan \(site); push --confirm with its id applies what it shows"
        case .unsupportedVersion:
            "upgrade it, or run gardengate device set \(host) --allow-unsupported true"
        case .blockedByDeviceMode: FailureLabel.deviceMode.remedy
        case .failing: "gardengate plan \(site) tries again and says what fails"
        case .unreachable: FailureLabel.unreachable.remedy
        case .loginRefused: FailureLabel.loginRefused.remedy
        case .certificateChanged:
            """
            check that it is the same router, then run gardengate device trust \(host); if yours has moved, and this is \
            another one, gardengate device set \(host) --address NEW; until then nothing is written
            """
        }
    }
}
