import GatewayDomain
import Testing

/// The state of a device, and what stands beside it.
@Suite struct DeviceHealthTests {
    private let now = HealthSample.now

    private func health(
        _ conditions: [DeviceCondition],
        isBehind: Bool = false,
        isWorkedOn: Bool = false
    ) -> [DeviceCondition] {
        DeviceHealth(
            conditions.map { ConditionNote($0, since: now, why: "") },
            HealthSample.circumstances(isBehind: isBehind, isWorkedOn: isWorkedOn)
        ).conditions.map(\.condition)
    }

    @Test func `the worst condition that is a state comes first, then the others, the worst first`() {
        #expect(health([.insecure, .synced]) == [.synced, .insecure])
        #expect(
            health([.overBudget, .insecure, .unreachable, .partial]) == [
                .unreachable, .partial, .overBudget, .insecure,
            ]
        )
        for (better, worse) in zip(DeviceCondition.allCases, DeviceCondition.allCases.dropFirst()) {
            #expect(better < worse)
        }
    }

    @Test func `changes that wait make a synced device drifted, and applying while somebody works on it`() {
        #expect(health([.synced], isBehind: true) == [.drifted])
        #expect(health([.synced], isBehind: true, isWorkedOn: true) == [.applying])
        #expect(health([.unreachable, .insecure], isBehind: true) == [.unreachable, .drifted, .insecure])
        // A look at a device that is as it should be is nothing to tell of.
        #expect(health([.synced], isWorkedOn: true) == [.synced])
        // What waits for a paused site is meant to wait.
        #expect(health([.paused], isBehind: true) == [.paused])
    }

    @Test func `a device drifts since the first change that it missed, and is applying since it was claimed`() {
        let synced = [ConditionNote(.synced, since: now - .seconds(4000), why: "")]
        let drifted = DeviceHealth(synced, HealthSample.circumstances(isBehind: true))
        #expect(drifted.state.since == now - .seconds(20))
        let applying = DeviceHealth(synced, HealthSample.circumstances(isBehind: true, isWorkedOn: true))
        #expect(applying.state.since == now - .seconds(3))
    }

    @Test func `a device of which nothing is known has a state all the same`() {
        #expect(health([]) == [.drifted])
        #expect(health([.insecure]) == [.drifted, .insecure])
        let unknown = DeviceHealth.Circumstances(
            device: HealthSample.device,
            siteName: "Hotel Linde",
            lastSuccessAt: nil,
            isBehind: true
        )
        let health = DeviceHealth([], unknown)
        #expect(health.state.since == HealthSample.device.createdAt)
        #expect(health.state.why == "it was never compared")
        #expect(health.state.remedy == "start gardengate serve, or run gardengate push 'Hotel Linde'")
    }

    @Test func `whatever needs somebody says what to do`() {
        for condition in DeviceCondition.allCases where condition.needsAttention {
            let remedy = condition.remedy(for: HealthSample.device, siteName: "Hotel Linde")
            #expect(remedy?.isEmpty == false, "\(condition)")
            #expect(remedy?.contains("\n") == false, "\(condition)")
        }
    }

    @Test func `changes that wait for too long need somebody, though none that have just come do`() {
        func needs(_ conditions: [DeviceCondition], isBehind: Bool, later: Duration) -> Bool {
            DeviceHealth(
                conditions.map { ConditionNote($0, since: now, why: "") },
                HealthSample.circumstances(isBehind: isBehind)
            ).needsAttention(now: now + later)
        }
        #expect(!needs([.synced, .insecure], isBehind: true, later: .seconds(0)))
        #expect(needs([.synced], isBehind: true, later: .seconds(3600)))
        #expect(!needs([.synced], isBehind: false, later: .seconds(3600)))
        #expect(!needs([.paused], isBehind: true, later: .seconds(3600)))
        #expect(needs([.unreachable], isBehind: false, later: .seconds(0)))
    }
}
