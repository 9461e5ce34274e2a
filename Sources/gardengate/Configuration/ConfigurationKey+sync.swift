import GatewayDomain
import GatewaySync

// How routers are kept right: all of ``SyncConfiguration``.
extension ConfigurationKey {
    /// How often they are looked at.
    static let rhythm: [ConfigurationKey] = [
        .duration(
            "sync.look-interval",
            \.sync.lookInterval,
            .seconds(1) ... .seconds(86_400),
            "How often a router that is as it should be gets a cheap look.",
            flag: "look-interval"
        ),
        .duration(
            "sync.audit-interval",
            \.sync.auditInterval,
            .seconds(1) ... .seconds(30 * 86_400),
            "How often everything on a router is compared.",
            flag: "audit-interval"
        ),
        .percent(
            "sync.interval-jitter",
            \.sync.intervalJitterShare,
            0...0.5,
            "By which share at most these intervals are lengthened or shortened at random, so that routers spread out."
        ),
        .duration(
            "sync.waiting-interval",
            \.sync.waitingInterval,
            .seconds(60) ... .seconds(86_400),
            "When everything is compared again while rows wait for room on a router."
        ),
        .duration(
            "sync.window-spread",
            \.sync.windowSpread,
            .seconds(1) ... .seconds(300),
            "Over which time routers spread when a window of their site opens; at most a tenth of the window."
        ),
        .duration(
            "sync.retry-delay-min",
            \.sync.retryDelayMinimum,
            .seconds(1) ... .seconds(3600),
            "The shortest wait after a failure; it doubles with each that follows."
        ),
        .duration(
            "sync.retry-delay-max",
            \.sync.retryDelayMaximum,
            .seconds(1) ... .seconds(86_400),
            "The longest wait after a failure."
        ),
    ]

    /// How many at once.
    static let bounds: [ConfigurationKey] = [
        .count(
            "sync.devices-at-once",
            \.sync.devicesAtOnceMaximum,
            1...100_000,
            "How many routers are worked on at once; one that takes longer than two seconds no longer counts."
        ),
        .count(
            "sync.doubtful-devices-at-once",
            \.sync.doubtfulDevicesAtOnceMaximum,
            1...100_000,
            "How many routers besides that failed the last time or were not reached yet."
        ),
        .count(
            "sync.changed-devices-at-once",
            \.sync.changedDevicesAtOnceMaximum,
            1...100_000,
            "How many routers besides are told of names that changed, such as a code that was used elsewhere."
        ),
        .count(
            "sync.devices-at-once-per-site",
            \.sync.devicesAtOnceMaximumPerSite,
            1...100_000,
            "How many routers of one site are worked on at once; of those that take longer than two seconds four times as many."
        ),
        .duration(
            "sync.lease",
            \.sync.leaseDuration,
            .seconds(10) ... .seconds(3600),
            "How long a router stays claimed by a gateway that is no longer heard of."
        ),
        .duration(
            "sync.stop-grace",
            \.sync.stopGrace,
            .seconds(1) ... .seconds(60),
            "How long a gateway that stops waits for what is under way."
        ),
    ]

    /// How they are connected to.
    static let connections: [ConfigurationKey] = [
        .count(
            "sync.connections",
            \.sync.connectionsMaximum,
            1...1_000_000,
            "How many connections to routers are open at once; each takes an open file."
        ),
        .duration(
            "sync.connect-timeout",
            \.sync.connectTimeout,
            .seconds(1) ... .seconds(300),
            "How long connecting to a router may take, TLS included."
        ),
        .duration(
            "sync.command-deadline",
            \.sync.commandDeadline,
            .seconds(1) ... .seconds(600),
            "How long one command may take on a router."
        ),
        .count(
            "sync.commands-in-flight",
            \.sync.commandsInFlightMaximum,
            1...24,
            "How many commands are in flight to one router, besides one that listens; real ones hung at more than 25."
        ),
        .duration(
            "sync.idle-connection",
            \.sync.idleConnectionMaximum,
            .seconds(10) ... .seconds(86_400),
            "How long a connection is kept that nobody uses and over which nobody listens."
        ),
        .duration(
            "sync.heartbeat-interval",
            \.sync.heartbeatInterval,
            .seconds(5) ... .seconds(3600),
            "After which time without use a router is asked for a sign of life."
        ),
        .boolean(
            "sync.listen-for-logins",
            \.sync.listensForLogins,
            "Keep a listen open at each router that tells of logins at once; looks find them otherwise.",
            effect: .onReload
        ),
    ]

    /// What may be changed on a router at the most.
    static let limits: [ConfigurationKey] = [
        .percent(
            "limits.unexplained-removals",
            \.sync.limits.unexplainedRemovalShareMaximum,
            0...1,
            "A plan that removes a larger share of our rows without a known reason waits for somebody to confirm it."
        ),
        .count(
            "limits.unexplained-removal-count",
            \.sync.limits.unexplainedRemovalCountMaximum,
            0...1_000_000,
            "A plan that removes no more rows than this never waits for that."
        ),
        .count(
            "limits.managed-users",
            \.sync.limits.managedUserCountMaximum,
            1...1_000_000,
            "How many users of ours a router may hold; what is beyond waits."
        ),
        .bytes(
            "limits.free-storage",
            \.sync.limits.freeStorageBytesMinimum,
            0...(1 << 40),
            "Free storage of a router below which nothing is added."
        ),
        .bytes(
            "limits.storage-per-row",
            \.sync.limits.storageBytesPerRow,
            1...(1 << 20),
            "What a row is taken to need of it."
        ),
        .count(
            "limits.rows-per-day",
            \.sync.limits.rowsPerDayMaximum,
            1...10_000_000,
            "How many rows may be written to a router's flash memory in a day of UTC."
        ),
    ]

    /// How rows are written.
    static let writing: [ConfigurationKey] = [
        .count(
            "writing.script-rows-min",
            \.sync.writing.scriptRowsMinimum,
            1...100_000,
            "Fewer rows than this are never written by a script."
        ),
        .factor(
            "writing.script-advantage-min",
            \.sync.writing.advantageMinimum,
            1...1000,
            "How many times faster than single commands a script has to promise to be."
        ),
        .duration(
            "writing.script-row-time",
            \.sync.writing.scriptRowTimeAssumed,
            .milliseconds(1) ... .seconds(1),
            "What a row within a script is taken to need until that was measured."
        ),
        .duration(
            "writing.part-time",
            \.sync.writing.partTime,
            .milliseconds(50) ... .seconds(30),
            "How long a part of a change should take at the most, so that more urgent names pass soon."
        ),
        .count(
            "writing.command-rows-max",
            \.sync.writing.commandRowsMaximum,
            1...100_000,
            "How many rows a part has at the most that are written by single commands."
        ),
        .count(
            "writing.first-script-rows",
            \.sync.writing.firstScriptRows,
            1...10_000,
            "How many rows the first script has, of which nobody knows how long it takes."
        ),
        .count(
            "writing.script-rows-max",
            \.sync.writing.scriptRowsMaximum,
            1...10_000,
            "How many rows a script has at the most."
        ),
    ]
}
