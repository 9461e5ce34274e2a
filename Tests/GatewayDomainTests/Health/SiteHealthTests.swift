import GatewayDomain
import Testing

/// How a site is doing, by its devices.
@Suite struct SiteHealthTests {
    private let now = HealthSample.now

    private func device(
        _ conditions: [DeviceCondition],
        why: String = "",
        lasting: Duration = .seconds(60),
        isBehind: Bool = false
    ) -> DeviceHealth {
        DeviceHealth(
            conditions.map { ConditionNote($0, since: now - lasting, why: why) },
            HealthSample.circumstances(isBehind: isBehind)
        )
    }

    @Test func `it is as its worst device is, wherever that stands, and counts those that need somebody`() {
        let devices = [device([.synced, .insecure]), device([.unreachable, .insecure]), device([.partial])]
        for order in [devices, devices.reversed()] {
            let health = SiteHealth(order, now: now)
            #expect(health.worst == devices[1])
            #expect((health.deviceCount, health.attentionCount, health.insecureCount) == (3, 2, 2))
        }
    }

    @Test func `of devices in the same state the one that has lasted longest is told of, and the first of equals`() {
        let (young, old) = (device([.failing], why: "young"), device([.failing], why: "old", lasting: .seconds(90)))
        #expect(SiteHealth([young, old], now: now).worst == old)
        #expect(SiteHealth([old, young], now: now).worst == old)
        let other = device([.failing], why: "other")
        #expect(SiteHealth([young, other], now: now).worst == young)
    }

    @Test func `changes that have waited for too long are worse than what was chosen`() {
        let waiting = device([.waiting])
        let late = device([.synced], isBehind: true)
        #expect(SiteHealth([waiting, late], now: now).worst == waiting)
        let health = SiteHealth([waiting, late], now: now + DeviceHealth.driftPatience)
        #expect(health.worst == late)
        #expect(health.attentionCount == 1)
    }

    @Test func `a site without devices has no state`() {
        let health = SiteHealth([], now: now)
        #expect(health.worst == nil)
        #expect((health.deviceCount, health.attentionCount, health.insecureCount) == (0, 0, 0))
    }

    @Test func `what to do is what the state asks for, or else what holds besides`() {
        #expect(device([.unreachable, .insecure]).remedy == FailureLabel.unreachable.remedy)
        #expect(device([.synced, .insecure]).remedy?.hasPrefix("give it a certificate") == true)
        #expect(device([.synced]).remedy == nil)
    }
}
