/// Which rows a device should hold: pure decisions, so that whoever stores coupons only has to fetch them.
public enum DesiredStateRules {
    /// Whether something should be on the devices of a site.
    public enum Placement: Hashable, Sendable {
        /// It should, until then: its expiry or the end of its session, whichever decides.
        case present(until: Timestamp)
        /// It should not, for this reason.
        case absent(RemovalReason)
    }

    /// Decides whether a coupon should be on the devices of a site.
    ///
    /// Revoking wins over everything. A redeemed coupon stays at its own site until the session ends, whatever its expiry says,
    /// and goes everywhere else.
    ///
    /// - Parameters:
    ///   - coupon: the coupon.
    ///   - site: the site.
    ///   - now: the moment to decide for.
    /// - Returns: where it belongs.
    public static func placement(of coupon: Coupon, at site: Site, now: Timestamp) -> Placement {
        if coupon.revokedAt != nil { return .absent(.revoked) }
        if let redemption = coupon.redemption, redemption.site != site.id { return .absent(.redeemedElsewhere) }
        if let redemption = coupon.redemption, now >= redemption.endsAt { return .absent(.sessionEnded) }
        guard site.services.contains(where: { $0.instance == coupon.instance }),
            coupon.sites.isEmpty || coupon.sites.contains(site.id)
        else { return .absent(.notServedHere) }
        if let redemption = coupon.redemption { return .present(until: redemption.endsAt) }
        return now < coupon.expiresAt ? .present(until: coupon.expiresAt) : .absent(.expired)
    }

    /// The hotspot user of a coupon that should be present.
    ///
    /// Online time is limited to the session's length, which for a redeemed coupon is the one as of its redemption, unless the coupon has
    /// an online time of its own. With the policy
    /// `firstDevice` a redeemed coupon is bound to the device that holds it, where a report told which one that is. A speed of its
    /// own is a profile of its own, which ``service(of:at:gateway:rateLimits:)`` describes.
    ///
    /// - Parameters:
    ///   - coupon: the coupon.
    ///   - instance: its instance.
    ///   - gateway: whose row it will be.
    ///   - digest: makes the eight hexadecimal digits that change with a password; keyed, so that they tell nothing about it.
    /// - Returns: the user as it should be.
    public static func user(
        for coupon: Coupon,
        instance: Instance,
        gateway: GatewayID,
        digest: (Secret) -> String
    ) -> DesiredUser {
        let password = Secret(instance.password(of: coupon.userName))
        var user = DesiredUser(
            name: coupon.userName,
            kind: .coupon,
            subject: coupon.id.rawValue,
            server: .serving(instance.id),
            profile: profileName(for: coupon, gateway: gateway),
            password: password,
            passwordDigest: digest(password)
        )
        let sessionSeconds = coupon.redemption?.sessionSeconds ?? coupon.accessSeconds ?? instance.sessionSeconds
        user.uptimeSecondsMaximum = coupon.uptimeSecondsMaximum ?? sessionSeconds
        user.uptimeSecondsUsed = coupon.uptimeSecondsUsed
        user.sessionSeconds = sessionSeconds
        user.dataBytesMaximum = coupon.dataBytesMaximum
        // A guest who is in may walk to another router of the site, where nothing was noted: no script there takes the code for unused.
        user.redeemBefore = max(coupon.expiresAt, coupon.redemption?.endsAt ?? coupon.expiresAt)
        user.login = coupon.redemption.map {
            DesiredUser.Login(at: $0.at, endsAt: $0.endsAt, macAddress: $0.macAddress)
        }
        if instance.devicePolicy == .firstDevice { user.macAddress = coupon.redemption?.holder }
        return user
    }

    /// Which guests must not be logged in with a coupon that should be present, by its instance's device policy.
    ///
    /// - Parameters:
    ///   - coupon: the coupon.
    ///   - policy: how many devices of a guest it lets in.
    /// - Returns: whose sessions end: those of other devices than the one that holds the coupon, or those that began before it was
    ///   released; nil when nobody has to go.
    public static func ending(for coupon: Coupon, policy: DevicePolicy) -> SessionEnding? {
        guard let redemption = coupon.redemption else { return nil }
        if case .shared = policy { return nil }
        if let holder = redemption.holder { return SessionEnding(.devicesOtherThan(holder), reason: .heldByAnother) }
        guard redemption.isReleased else { return nil }
        return SessionEnding(.all, startedBefore: redemption.holderSince, reason: .released)
    }

    private static func profileName(for coupon: Coupon, gateway: GatewayID) -> String {
        guard let rateLimit = coupon.rateLimit else {
            return DesiredProfile.name(gateway: gateway, instance: coupon.instance)
        }
        return DesiredProfile.name(gateway: gateway, instance: coupon.instance, rateLimit: rateLimit)
    }

    /// The hotspot user of a named account.
    ///
    /// - Parameters:
    ///   - account: the account.
    ///   - gateway: whose row it will be.
    ///   - digest: makes the eight hexadecimal digits that change with a password.
    /// - Returns: the user as it should be.
    public static func user(
        for account: HotspotUser,
        gateway: GatewayID,
        digest: (Secret) -> String
    ) -> DesiredUser {
        var user = DesiredUser(
            name: account.name,
            kind: .account,
            subject: account.id.rawValue,
            server: account.onAllServers ? .all : .serving(account.instance),
            profile: account.profile ?? DesiredProfile.name(gateway: gateway, instance: account.instance),
            password: account.password,
            passwordDigest: digest(account.password)
        )
        user.uptimeSecondsMaximum = account.uptimeSecondsMaximum
        user.dataBytesMaximum = account.dataBytesMaximum
        return user
    }

    /// The login page of an instance at a site.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - service: how it serves the site.
    ///   - hasAccounts: whether there are accounts of the instance at the site, whose passwords are not their names.
    ///   - gateway: whose files they will be.
    /// - Returns: the page, or nil where nobody asked for it.
    public static func loginPage(
        of instance: Instance,
        at service: Site.Service,
        hasAccounts: Bool,
        gateway: GatewayID
    ) -> DesiredLoginPage? {
        guard service.hasLoginPage else { return nil }
        return DesiredLoginPage(
            LoginPage(instance, hasAccounts: hasAccounts),
            directory: DesiredProfile.name(gateway: gateway, instance: instance.id)
        )
    }

    /// How a device of a site serves an instance.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - service: the guests' subnets at the site.
    ///   - gateway: whose rows they will be.
    ///   - rateLimits: the speeds of their own that coupons have which should be there; each needs a variant of the profile.
    /// - Returns: the service, with its user profiles.
    public static func service(
        of instance: Instance,
        at service: Site.Service,
        gateway: GatewayID,
        rateLimits: Set<String> = []
    ) -> DesiredService {
        let profile = DesiredProfile(
            name: DesiredProfile.name(gateway: gateway, instance: instance.id),
            sessionSeconds: instance.sessionSeconds,
            sharedUsers: instance.devicePolicy.sharedUsers,
            rateLimit: instance.rateLimit ?? ""
        )
        var desired = DesiredService(
            instance: instance.id,
            name: instance.name,
            subnets: service.subnets,
            profile: profile
        )
        let variants = rateLimits.map { profile.variant(rateLimit: $0, gateway: gateway, instance: instance.id) }
        desired.variants = Set(variants).sorted { $0.name < $1.name }
        return desired
    }
}
