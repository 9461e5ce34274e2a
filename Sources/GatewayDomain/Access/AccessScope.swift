/// What the bearer of a token may do, by resource and action.
///
/// Writing does not include reading: a portal that only makes coupons needs `coupons:write` alone.
public enum AccessScope: String, Hashable, Sendable, CaseIterable {
    /// See instances.
    case instancesRead = "instances:read"
    /// Make, change and delete instances.
    case instancesWrite = "instances:write"
    /// See coupons.
    case couponsRead = "coupons:read"
    /// Make and revoke coupons.
    case couponsWrite = "coupons:write"
    /// See coupon schedules, and sign links to their coupons.
    case schedulesRead = "schedules:read"
    /// Make, change, run and delete coupon schedules.
    case schedulesWrite = "schedules:write"
    /// See coupon templates.
    case templatesRead = "templates:read"
    /// Make, change and delete coupon templates.
    case templatesWrite = "templates:write"
    /// See sites and their sync runs.
    case sitesRead = "sites:read"
    /// Make, change, pause and delete sites.
    case sitesWrite = "sites:write"
    /// Plan and push sites.
    case sitesPush = "sites:push"
    /// See devices and how they are doing.
    case devicesRead = "devices:read"
    /// Add, change and remove devices.
    case devicesWrite = "devices:write"
    /// See hotspot users, without passwords.
    case usersRead = "users:read"
    /// Add and remove hotspot users.
    case usersWrite = "users:write"
    /// See walled gardens.
    case walledGardenRead = "walled-garden:read"
    /// Add, change and remove entries of walled gardens.
    case walledGardenWrite = "walled-garden:write"
    /// See redemptions.
    case redemptionsRead = "redemptions:read"
    /// Import redemptions from files.
    case redemptionsWrite = "redemptions:write"
    /// See who got in at a site, and their sessions.
    case guestsRead = "guests:read"
    /// End guests' sessions, and erase their data.
    case guestsWrite = "guests:write"
    /// See webhooks and what was delivered to them.
    case webhooksRead = "webhooks:read"
    /// Make, change and delete webhooks, and deliver again.
    case webhooksWrite = "webhooks:write"
    /// Follow the stream of events.
    case eventsRead = "events:read"
    /// See who changed what.
    case auditRead = "audit:read"
    /// Read the figures for monitoring.
    case metricsRead = "metrics:read"
}
