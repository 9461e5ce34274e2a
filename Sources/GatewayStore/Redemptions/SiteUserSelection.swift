import GatewayDomain

/// A page of the guests of a site that meet a filter, as a statement.
struct SiteUserSelection {
    /// `$1` is the site, `$2` and `$3` the place where the page before ended, `$4` the number of guests.
    private(set) var arguments: [any SQLConvertible]
    /// Made of one part for each thing that is asked for: what is not is not there to keep an index from being used.
    private var condition: SQL
    private let lastSeenAt: SQL

    /// The guests, newest first.
    var statement: SQL {
        """
        SELECT u.* FROM site_users AS u
        WHERE \(condition)
        ORDER BY \(lastSeenAt) DESC, u.id DESC LIMIT $4
        """
    }

    init(site: Site.ID, filter: SiteUserFilter, after cursor: TimeCursor?, limit: Int, now: Timestamp) {
        arguments = [site, cursor?.time ?? Timestamp(milliseconds: .max), cursor?.id ?? "", limit]
        // Guests of whom little is asked are read in order. Where a few are named, the order would mean to read all to find them: then
        // the time is told by its value alone, and offers no index to begin with; nor does the site, but for a name at it.
        let isNamed =
            filter.coupon != nil || filter.macAddress != nil || filter.address != nil || filter.state == .active
        lastSeenAt = isNamed || filter.name != nil ? "+u.last_seen_at" : "u.last_seen_at"
        condition = isNamed && filter.name == nil ? "u.site_id || '' = $1" : "u.site_id = $1"
        add("(\(lastSeenAt), u.id) < ($2, $3)")
        if let name = filter.name {
            let (first, second) = (bind(name), bind(name.uppercased()))
            add("u.user_name IN (\(first), \(second))")
        }
        if let coupon = filter.coupon {
            let parameter = bind(coupon)
            add("u.coupon_id = \(parameter)")
        }
        if let macAddress = filter.macAddress {
            let parameter = bind(macAddress)
            add(sessions("s.mac_address = \(parameter)"))
        }
        if let address = filter.address {
            let parameter = bind(address)
            add(sessions("s.address = \(parameter)"))
        }
        if let since = filter.since {
            let parameter = bind(since)
            add("u.last_seen_at >= \(parameter)")
        }
        guard let state = filter.state else { return }
        let moment = bind(now)
        let isActive: SQL = "s.ended_at IS NULL AND s.expires_at > \(moment)"
        switch state {
        case .active: add(sessions(isActive))
        case .ended: add("NOT EXISTS (SELECT 1 FROM guest_sessions AS s WHERE s.site_user_id = u.id AND \(isActive))")
        }
    }

    private func sessions(_ condition: SQL) -> SQL {
        "u.id IN (SELECT s.site_user_id FROM guest_sessions AS s WHERE s.site_id = $1 AND \(condition))"
    }

    private mutating func add(_ part: SQL) {
        condition = "\(condition) AND \(part)"
    }

    private mutating func bind(_ value: any SQLConvertible) -> SQL {
        arguments.append(value)
        return SQL(stringLiteral: "$\(arguments.count)")
    }
}
