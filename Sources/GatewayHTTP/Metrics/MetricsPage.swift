import GatewayDomain
import GatewayStore
import GatewaySync

/// Everything that `/metrics` tells.
///
/// No label names a device, a site, a host, a code or a person: the number of series is the same for one router and for ten thousand.
struct MetricsPage {
    /// What the database says.
    let store: StoreFigures
    /// What this process counted.
    let figures: GatewayFigures
    /// The requests that it answered.
    let requests: [RequestTally.Key: Int]
    /// What the system says of it.
    let process: ProcessFigures

    /// The page.
    var text: String {
        var page = MetricsText()
        addFleet(to: &page)
        addWork(to: &page)
        addSync(to: &page)
        addEvents(to: &page)
        addRequests(to: &page)
        addProcess(to: &page)
        return page.text
    }

    private func addFleet(to page: inout MetricsText) {
        let fleet = store.fleet
        page.add("gardengate_devices", .gauge, "Routers that the gateway looks after.", fleet.deviceCount)
        page.add("gardengate_sites", .gauge, "Sites that have a router.", fleet.siteCount)
        page.add(
            "gardengate_devices_needing_attention",
            .gauge,
            "Routers about which somebody should do something.",
            fleet.attentionCount
        )
        page.add(
            "gardengate_device_states",
            .gauge,
            "Routers in each state; together they are all.",
            DeviceCondition.allCases.filter(\.isState).map {
                MetricsText.Sample(fleet.states[$0] ?? 0, ("state", $0.rawValue))
            }
        )
        page.add(
            "gardengate_device_conditions",
            .gauge,
            "Routers for which each condition holds, beside their state or as it.",
            DeviceCondition.allCases.map {
                MetricsText.Sample(fleet.conditions[$0] ?? 0, ("condition", $0.rawValue))
            }
        )
    }

    private func addWork(to page: inout MetricsText) {
        page.add(
            "gardengate_pushes_waiting",
            .gauge,
            "Routers for which a push was asked for that is not done.",
            store.waitingPushCount
        )
        page.add("gardengate_redemptions_total", .counter, "Coupons that were redeemed.", store.redemptionCount)
        guard let runs = figures.runs?.figures else { return }
        page.add(
            "gardengate_runs_total",
            .counter,
            "Looks at routers that this process made, by how they ended.",
            SyncRun.Outcome.allCases.map {
                MetricsText.Sample(runs.outcomes[$0] ?? 0, ("outcome", $0.rawValue))
            }
        )
        page.add(
            "gardengate_run_failures_total",
            .counter,
            "Looks at routers that failed, by what went wrong.",
            FailureLabel.allCases.map { MetricsText.Sample(runs.failures[$0] ?? 0, ("label", $0.rawValue)) }
        )
        page.add(
            "gardengate_run_duration_seconds",
            "How long looks at routers took, by what they were for.",
            label: "trigger",
            bounds: DurationHistogram.bounds,
            SyncRun.Trigger.allCases.map { trigger in
                let histogram = runs.durations[trigger] ?? DurationHistogram()
                return (value: trigger.rawValue, counts: histogram.counts, sum: histogram.sum)
            }
        )
    }

    private func addSync(to page: inout MetricsText) {
        guard let sync = figures.sync?() else { return }
        func add(_ name: String, _ help: String, _ figure: KeyPath<SyncFigures.Lane, Int>) {
            page.add(
                name,
                .gauge,
                help,
                RunLane.allCases.map {
                    MetricsText.Sample(sync.lanes[$0]?[keyPath: figure] ?? 0, ("lane", $0.rawValue))
                }
            )
        }
        add("gardengate_runs_waiting", "Routers that wait for a place, by kind of work.", \.waiting)
        add("gardengate_runs_under_way", "Routers that are worked on, by kind of work.", \.running)
        add("gardengate_runs_hanging", "Routers on which work takes longer than it should.", \.hanging)
        add("gardengate_runs_max", "How many routers may be worked on at once, by kind of work.", \.maximum)
        page.add("gardengate_connections", .gauge, "Open connections to routers.", sync.openConnections)
        page.add("gardengate_connections_max", .gauge, "How many there may be.", sync.connectionsMaximum)
        page.add("gardengate_logins_total", .counter, "Logins at routers.", sync.logins)
        page.add(
            "gardengate_connections_closed_for_room_total",
            .counter,
            "Connections to routers that were closed to make room for others.",
            sync.connectionsClosedForRoom
        )
    }

    private func addEvents(to page: inout MetricsText) {
        page.add(
            "gardengate_webhook_deliveries_waiting",
            .gauge,
            "Events that wait to be delivered to a webhook.",
            store.waitingDeliveryCount
        )
        guard let deliveries = figures.deliveries?.figures else { return }
        page.add(
            "gardengate_webhook_attempts_total",
            .counter,
            "Tries to deliver an event to a webhook, by what came of them.",
            DeliveryTally.Outcome.allCases.map {
                MetricsText.Sample(deliveries[$0] ?? 0, ("outcome", $0.rawValue))
            }
        )
    }

    private func addRequests(to page: inout MetricsText) {
        page.add(
            "gardengate_http_requests_total",
            .counter,
            "Requests that were answered, by operation and class of status.",
            requests.sorted { ($0.key.operation, $0.key.statusClass) < ($1.key.operation, $1.key.statusClass) }.map {
                MetricsText.Sample(
                    $0.value,
                    ("operation", $0.key.operation),
                    ("status_class", "\($0.key.statusClass)xx")
                )
            }
        )
    }

    private func addProcess(to page: inout MetricsText) {
        page.add(
            "gardengate_build_info",
            .gauge,
            "Always 1; its label says which version of the API is served.",
            [MetricsText.Sample(1, ("api_version", OpenAPIDocument.version))]
        )
        func add(_ name: String, _ kind: MetricsText.Kind, _ help: String, _ value: Double?) {
            if let value { page.add(name, kind, help, [MetricsText.Sample(value)]) }
        }
        add(
            "process_start_time_seconds",
            .gauge,
            "When the process began, in seconds since 1970.",
            process.startedAtSeconds
        )
        add(
            "process_cpu_seconds_total",
            .counter,
            "Processor time that the process used, in seconds.",
            process.processorSeconds
        )
        add(
            "process_resident_memory_bytes",
            .gauge,
            "Memory that the process has in use, in bytes.",
            process.residentBytes.map(Double.init)
        )
        add("process_open_fds", .gauge, "Open files and sockets.", process.openFileCount.map(Double.init))
        add(
            "process_max_fds",
            .gauge,
            "How many files and sockets may be open.",
            process.openFileMaximum.map(Double.init)
        )
    }
}
