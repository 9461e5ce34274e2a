extension GatewayEvent {
    /// Many logins failed at a site in a short time.
    ///
    /// - Parameters:
    ///   - count: how many, at least.
    ///   - site: where.
    ///   - device: the router that refused them, when it was one.
    ///   - window: within which time.
    ///   - addressCount: from how many of the guests' addresses, at least: one guest who guesses, or codes that do not work.
    ///   - mostFromOneAddress: how many from the most frequent one.
    ///   - now: when that was noticed.
    public init(
        loginFailures count: Int,
        at site: Site.ID,
        device: Device.ID?,
        within window: Duration,
        addressCount: Int,
        mostFromOneAddress: Int,
        now: Timestamp
    ) {
        self.init(
            .loginFailures,
            site: site,
            occurredAt: now,
            data: [
                Member("device_id", (device?.rawValue).map(Value.text) ?? .null),
                Member("count", .integer(Int64(count))),
                Member("window_seconds", .integer(window.components.seconds)),
                Member("address_count", .integer(Int64(addressCount))),
                Member("most_from_one_address", .integer(Int64(mostFromOneAddress))),
            ]
        )
    }

    /// The gateway has failed to work with a device for some time.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - since: since when every run failed.
    ///   - failure: why the last one did, in one line.
    ///   - now: the time.
    public init(unreachable device: Device, since: Timestamp, failure: String?, at now: Timestamp) {
        self.init(
            .deviceUnreachable,
            site: device.site,
            occurredAt: now,
            data: [
                Member("device_id", .text(device.id.rawValue)),
                Member("host", .text(device.host)),
                Member("failing_since", .time(since)),
                Member("failure", failure.map(Value.text) ?? .null),
            ]
        )
    }

    /// A device that was told to be unreachable works again.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - toldAt: when it was told to be unreachable.
    ///   - now: the time.
    public init(recovered device: Device, unreachableSince toldAt: Timestamp, at now: Timestamp) {
        self.init(
            .deviceRecovered,
            site: device.site,
            occurredAt: now,
            data: [
                Member("device_id", .text(device.id.rawValue)),
                Member("host", .text(device.host)),
                Member("unreachable_at", .time(toldAt)),
            ]
        )
    }

    /// A device's state is another one than was told last.
    ///
    /// - Parameters:
    ///   - health: how it is doing now.
    ///   - device: the device.
    ///   - before: the state that was told last; nil when none was.
    ///   - now: the time.
    public init(state health: DeviceHealth, of device: Device, before: DeviceCondition?, at now: Timestamp) {
        self.init(
            .deviceStateChanged,
            site: device.site,
            occurredAt: now,
            data: [
                Member("device_id", .text(device.id.rawValue)),
                Member("host", .text(device.host)),
                Member("state", .text(health.state.condition.rawValue)),
                Member("state_before", (before?.rawValue).map(Value.text) ?? .null),
                Member("since", .time(health.state.since)),
                Member("why", .text(health.state.why)),
                Member("remedy", health.state.remedy.map(Value.text) ?? .null),
                Member("conditions", .texts(health.conditions.map(\.condition.rawValue))),
            ]
        )
    }
}
