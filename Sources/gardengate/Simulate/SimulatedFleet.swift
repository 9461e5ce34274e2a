import RouterOSSimulator

/// The routers that run.
actor SimulatedFleet {
    private var routers: [SimulatedRouter] = []

    /// The one that was added first.
    var first: SimulatedRouter? { self.routers.first }

    func add(_ router: SimulatedRouter) {
        self.routers.append(router)
    }

    /// Cuts the power of one router after another until the task is cancelled.
    func cutPower(every pause: Duration) async throws {
        var next = 0
        while true {
            try await Task.sleep(for: pause)
            guard !self.routers.isEmpty else { continue }
            let router = self.routers[next % self.routers.count]
            next += 1
            try await router.powerCut()
        }
    }

    func stop() async {
        for router in self.routers {
            await router.stop()
        }
        self.routers = []
    }
}
