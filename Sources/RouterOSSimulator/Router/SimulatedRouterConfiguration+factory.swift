public import RouterOSAPI

extension SimulatedRouterConfiguration {
    /// A home router out of its box: `api-ssl` without a certificate, the user `admin` without a password, no hotspot, no time server, a clock
    /// that begins in 1970, and from 7.17 on the device-mode `home`, which lets neither hotspot nor scheduler nor fetch work.
    ///
    /// (Manual, device-mode page, System/Time page; `api-ssl` of a fresh router measured on 7.23.3.)
    /// ASSUMED: that the password is empty; newer boards have one on their label.
    ///
    /// - Parameter version: the version of RouterOS. Default 7.22.3.
    /// - Returns: what such a router is like; a time server answers a minute after it is asked, and a certificate
    ///   can be used five seconds after it was signed.
    public static func factory(
        version: RouterOSVersion = RouterOSVersion(7, 22, 3)
    ) -> SimulatedRouterConfiguration {
        var configuration = SimulatedRouterConfiguration(version: version, tls: .anonymous, password: "")
        configuration.isFactoryDefault = true
        configuration.isHotspotAllowed = version < RouterOSVersion(7, 17)
        // The 2nd of January 1970.
        configuration.clockStart = 86_400
        configuration.faults.clockAfterBoot = .epoch
        configuration.faults.timeServerDelay = .seconds(60)
        configuration.faults.certificateDelay = .seconds(5)
        return configuration
    }
}
