import GatewaySync

// What is heard of routers besides, told to others, and kept of guests.
extension ConfigurationKey {
    /// What is heard of routers' logs.
    static let receiving: [ConfigurationKey] = [
        .address(
            "syslog.udp",
            \.syslogUDP,
            "Receive the routers' syslog lines there, over UDP.",
            flag: "syslog-udp"
        ),
        .address(
            "syslog.tcp",
            \.syslogTCP,
            "Receive them there over TCP, which RouterOS speaks since 7.18.",
            flag: "syslog-tcp"
        ),
        .count(
            "syslog.login-failure-count",
            \.syslogRules.loginFailuresThreshold,
            1...1_000_000,
            "So many failed logins at a site within syslog.login-failure-window are an alarm.",
            flag: "login-failure-count",
            effect: .onRestart
        ),
        .duration(
            "syslog.login-failure-window",
            \.syslogRules.loginFailuresWindow,
            .seconds(1) ... .seconds(86_400),
            "How far back failed logins count, and how long an alarm holds.",
            flag: "login-failure-window",
            effect: .onRestart
        ),
        .bytes(
            "syslog.line",
            \.syslogRules.lineBytesMaximum,
            256...65_536,
            "How long a line may be; a longer one is passed over.",
            effect: .onRestart
        ),
        .count(
            "syslog.queue-lines",
            \.syslogRules.queueLinesMaximum,
            1...1_000_000,
            "How many lines may wait to be read; more are counted and thrown away.",
            effect: .onRestart
        ),
        .count(
            "syslog.lines-per-minute",
            \.syslogRules.linesPerDevicePerMinute,
            1...1_000_000,
            "How many lines a minute one router may send.",
            effect: .onRestart
        ),
        .count(
            "syslog.looks-per-minute",
            \.syslogRules.looksPerDevicePerMinute,
            1...100_000,
            "How many looks a minute lines may cause at one router.",
            effect: .onRestart
        ),
        .count(
            "syslog.connections",
            \.syslogRules.connectionsMaximum,
            1...1_000_000,
            "How many connections of routers are open at once.",
            effect: .onRestart
        ),
        .count(
            "syslog.connections-per-router",
            \.syslogRules.connectionsPerDeviceMaximum,
            1...1000,
            "How many of them one router may have.",
            effect: .onRestart
        ),
        .duration(
            "syslog.idle-timeout",
            \.syslogRules.idleTimeout,
            .seconds(1) ... .seconds(7 * 86_400),
            "How long such a connection may be silent.",
            effect: .onRestart
        ),
        .duration(
            "syslog.devices-interval",
            \.syslogRules.devicesInterval,
            .seconds(1) ... .seconds(3600),
            "How often it is read which routers there are.",
            effect: .onRestart
        ),
        .duration(
            "syslog.addresses-interval",
            \.syslogRules.addressesInterval,
            .seconds(1) ... .seconds(86_400),
            "How long the addresses of a router's name are believed.",
            effect: .onRestart
        ),
    ]

    /// How others are told of events.
    static let telling: [ConfigurationKey] = [
        .boolean(
            "webhooks.allow-private",
            \.http.allowsPrivateWebhooks,
            "Send events to webhooks in private networks and on this machine, and over plain HTTP.",
            flag: "allow-private-webhooks"
        ),
        .count(
            "webhooks.messages-at-once",
            \.webhookRules.messagesAtOnceMaximum,
            1...1000,
            "How many messages are on their way to one webhook at once.",
            effect: .onRestart
        ),
        .duration(
            "webhooks.attempt-deadline",
            \.webhookRules.attemptDeadline,
            .seconds(1) ... .seconds(25),
            "How long an attempt may take, from looking up the name to the end of the answer.",
            effect: .onRestart
        ),
        .duration(
            "webhooks.body-deadline",
            \.webhookRules.bodyDeadline,
            .milliseconds(100) ... .seconds(25),
            "How long the body of an answer is read, once it has begun.",
            effect: .onRestart
        ),
        .bytes(
            "webhooks.answer",
            \.webhookRules.responseBytesMaximum,
            1024...(16 << 20),
            "How much of an answer is read.",
            effect: .onRestart
        ),
        .duration(
            "webhooks.stop-grace",
            \.webhookRules.stopGrace,
            .seconds(1) ... .seconds(60),
            "How long a gateway that stops waits for answers.",
            effect: .onRestart
        ),
    ]

    /// What is kept of guests.
    static let guests: [ConfigurationKey] = [
        ConfigurationKey(
            name: "guest-data.days",
            unit: .days,
            bounds: "1 to 3650, or forever",
            flag: "guest-data-days",
            effect: .onRestart,
            "How many days MAC and IP addresses and names of guests are kept: 1 to 3650, or forever."
        ) { text, settings throws(ConfigurationRefusal) in
            guard let days = GuestDataDays(argument: text) else {
                throw ConfigurationRefusal("is no such number; give \(ConfigurationUnit.days.expectation)")
            }
            settings.guestDataDays = days
        } text: {
            $0.guestDataDays.defaultValueDescription
        }
    ]
}
