extension AdoptedCoupon {
    /// The coupon, which is good at one site only: what another tool sold there opens nothing elsewhere.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - instance: its instance.
    ///   - site: the site.
    ///   - now: the time.
    /// - Returns: the coupon, without its redemption.
    public func coupon(id: Coupon.ID, instance: Instance.ID, site: Site.ID, at now: Timestamp) -> Coupon {
        let (made, end): (Timestamp, Timestamp) =
            switch use {
            case .unused(let until): (now, until)
            // It is at least as old as its use.
            case .used(let login): (min(now, login.at), login.endsAt)
            }
        var coupon = Coupon(id: id, instance: instance, code: code, expiresAt: end, createdAt: made)
        coupon.spelling = spelling
        coupon.adoptedAt = now
        coupon.sites = [site]
        coupon.dataBytesMaximum = dataBytesMaximum
        coupon.rateLimit = rateLimit
        coupon.note = note
        coupon.accessSeconds = accessSeconds
        coupon.uptimeSecondsMaximum = uptimeSecondsMaximum
        coupon.uptimeSecondsUsed = uptimeSecondsUsed
        if case .used(let login) = use { coupon.accessSeconds = login.seconds }
        return coupon
    }

    /// The report that stands for its use; nil for one that nobody has used.
    ///
    /// - Parameters:
    ///   - item: the user on the router.
    ///   - site: the site.
    ///   - now: the time.
    /// - Returns: the report.
    public func report(of item: AdoptionItem, site: Site.ID, at now: Timestamp) -> RedemptionReport? {
        guard case .used(let login) = use else { return nil }
        var report = RedemptionReport(
            source: .adoption,
            device: item.device,
            site: site,
            user: item.name,
            observedAt: now
        )
        report.reference = "adoption"
        report.loginAt = login.at
        report.macAddress = login.macAddress
        return report
    }
}

extension DesiredUser.Login {
    /// How long access lasts, in whole seconds and at least one.
    var seconds: Int64 { max(1, ((endsAt - at).wholeMilliseconds + 999) / 1000) }
}
