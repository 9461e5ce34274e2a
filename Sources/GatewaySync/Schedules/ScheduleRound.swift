import GatewayDomain
import GatewayStore
import Logging

/// Runs the schedules that are due, one transaction each, and says when to look again.
struct ScheduleRound {
    let store: Store
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// Schedules that could not make their coupons, and until when they rest: one without free codes stops no other.
    private var resting: [CouponSchedule.ID: Timestamp] = [:]

    init(store: Store, logger: Logger, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.logger = logger
        self.now = now
    }

    /// Runs what is due, the longest first, up to ``ScheduleService/batch``.
    ///
    /// - Returns: how long nothing will be due, zero when there is more, at most ``ScheduleService/longestSleep``.
    mutating func runWhatIsDue() async -> Duration {
        do {
            resting = resting.filter { [now = now()] in $0.value > now }
            // Every change of the store leads here, so what is usual costs one reading of an index.
            var next = try await nextRunAt()
            if let due = next, due <= now() {
                let batch = try await store.dueCouponSchedules(
                    except: Set(resting.keys),
                    limit: ScheduleService.batch,
                    now: now()
                )
                for id in batch { try await run(id) }
                next = try await nextRunAt()
            }
            guard let time = [next, resting.values.min()].compactMap({ $0 }).min() else {
                return ScheduleService.longestSleep
            }
            return min(max(time - now(), .zero), ScheduleService.longestSleep)
        } catch {
            logger.error("schedules could not be run", metadata: ["reason": "\(error)"])
            return ScheduleService.retryDelay
        }
    }

    private func nextRunAt() async throws(StoreError) -> Timestamp? {
        try await store.nextScheduleRunAt(except: Set(resting.keys))
    }

    private mutating func run(_ id: CouponSchedule.ID) async throws(StoreError) {
        do {
            guard let run = try await store.runDueCouponSchedule(id, now: now()) else { return }
            logger.notice(
                "a schedule ran",
                metadata: [
                    "schedule": "\(id)", "instance": "\(run.schedule.instance)", "coupons": "\(run.coupons.count)",
                    "due": "\(run.dueAt ?? run.ranAt)", "next": "\(run.schedule.nextRunAt)",
                ]
            )
        } catch StoreError.invalidOrder(let reason) {
            resting[id] = now() + ScheduleService.rest
            logger.error(
                "a schedule could not make its coupons, and is tried again",
                metadata: ["schedule": "\(id)", "reason": "\(reason)"]
            )
        } catch StoreError.invalidValue(let reason) {
            // Its time zone, which this machine no longer knows.
            resting[id] = now() + ScheduleService.rest
            logger.error(
                "a schedule cannot be understood, and is tried again",
                metadata: ["schedule": "\(id)", "reason": "\(reason)"]
            )
        }
    }
}
