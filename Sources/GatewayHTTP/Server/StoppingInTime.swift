import ServiceLifecycle

/// Runs a service that ends gracefully by itself, and cancels it when that takes too long.
struct StoppingInTime: Service {
    private let service: any Service
    private let deadline: Duration

    init(_ service: any Service, within deadline: Duration) {
        self.service = service
        self.deadline = deadline
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await service.run()
                return true
            }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: deadline)
                return false
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }
}
