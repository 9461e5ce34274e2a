extension Instance {
    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        try TextRule.check(name, .name)
        try TextRule.check(sessionSeconds, .sessionTTL, in: Self.sessionSecondsBounds)
        try TextRule.check(codeLength, .codeLength, in: Self.codeLengthBounds)
        if case .shared(let count) = devicePolicy { try TextRule.check(count, .devicePolicy, in: 2...100) }
        if let rateLimit { try RateLimitRule.check(rateLimit) }
        try theme.validate()
        if let termsText { try TextRule.checkLines(termsText, .terms, bytesMaximum: Self.termsBytesMaximum) }
        try checkStrategy()
    }

    private func checkStrategy() throws(PortalValueError) {
        switch strategy {
        case .coupon:
            guard authIntegration == nil, authWindowSeconds == nil else {
                throw .combination(
                    authIntegration == nil ? .authWindow : .authIntegration,
                    problem: "guests with coupons log in nowhere else",
                    remedy: "leave it out, or choose the strategy oauth2"
                )
            }
        case .oauth2:
            guard authIntegration != nil else {
                throw .combination(
                    .authIntegration,
                    problem: "an oauth2 instance needs the place where its guests log in",
                    remedy: "give its id"
                )
            }
            guard let authWindowSeconds else { throw .empty(.authWindow) }
            try TextRule.check(authWindowSeconds, .authWindow, in: Self.authWindowSecondsBounds)
        }
    }
}

extension Site {
    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        try TextRule.check(name, .name)
        try TextRule.check(windows.all.count, .windows, in: 0...WriteWindows.countMaximum)
    }
}

extension Device {
    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        try TextRule.check(host, .host, bytesMaximum: HostRule.bytesMaximum)
        // IPv6 addresses reach a router's management port, although hotspots know IPv4 only.
        if Subnet.address(host) == nil, !HostRule.isIPv6(host) { try HostRule.checkName(host) }
        try TextRule.check(port, .port, in: 1...65_535)
        try TextRule.check(user, .user)
    }
}

extension HotspotUser {
    /// Checks what somebody gave.
    ///
    /// - Throws: the first field that is wrong.
    public func validate() throws(PortalValueError) {
        try TextRule.check(name, .name)
        try TextRule.checkOptional(password.revealed, .password, bytesMaximum: 128)
        if let profile { try TextRule.check(profile, .profile) }
        // A router reads 0 as "no limit".
        if let uptimeSecondsMaximum { try TextRule.check(uptimeSecondsMaximum, .uptimeLimit, in: 1...315_360_000) }
        if let dataBytesMaximum { try TextRule.check(dataBytesMaximum, .dataLimit, in: 1...Int64.max) }
    }
}
