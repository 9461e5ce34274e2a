extension Finding.Code {
    /// What holds for a device with such a finding; nil for one that keeps nothing from the device.
    ///
    /// ``oldVersion`` is one only where nobody allowed to write to it: the plan's refusal tells.
    public var condition: DeviceCondition? {
        switch self {
        case .noServer, .ambiguousServer, .missingProfile: .partial
        case .deviceMode: .blockedByDeviceMode
        case .notYetPushed: .overBudget
        case .waitsForWindow: .waiting
        case .noMACCookie, .usesRADIUS, .plainAPI, .oldVersion, .clock, .gatewayClock, .noNTP, .certificate, .openAPI,
            .flagged,
            .wideAccount, .narrowAccount, .littleStorage, .noHTTPS, .stockLoginPage, .loginPage, .noEndpoint,
            .authority, .noReports, .oldForScripts, .accountPolicy, .foreignScript, .unknownGuest:
            nil
        }
    }
}
