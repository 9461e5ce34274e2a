import GatewayDomain
import GatewayStore
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import GatewaySync

/// A gateway that receives syslog on free ports of this machine, without routers to talk to.
final class SyslogWorld: Sendable {
    let gateway: TestGateway
    let site: Site
    let device: Device
    let service: SyslogService
    let log: RecordedLog
    private let settled = Mutex<[Device.ID: DeviceWork]>([:])

    private init(_ gateway: TestGateway, _ site: Site, _ device: Device, _ service: SyslogService, _ log: RecordedLog) {
        self.gateway = gateway
        self.site = site
        self.device = device
        self.service = service
        self.log = log
    }

    /// Receives while `body` runs.
    ///
    /// - Parameters:
    ///   - change: changes what is allowed.
    ///   - body: acts; lines come from 127.0.0.1, which is the device's address.
    /// - Throws: what the body throws.
    static func receiving(
        _ change: (inout SyslogConfiguration) -> Void = { _ in },
        _ body: @Sendable (SyslogWorld) async throws -> Void
    ) async throws {
        let gateway = try await TestGateway()
        let site = Site(
            id: gateway.store.newID(),
            name: "Lobby",
            services: [Site.Service(instance: gateway.instance.id, subnets: [])],
            createdAt: gateway.now()
        )
        try await gateway.store.createSite(site)
        let device = Device(
            id: gateway.store.newID(),
            site: site.id,
            host: "127.0.0.1",
            port: 8729,
            user: "gate",
            trust: .anonymous,
            createdAt: gateway.now()
        )
        try await gateway.store.addDevice(device, password: Secret("open-sesame"))
        let log = RecordedLog()
        let service = try await gateway.syslog(change, logger: log.logger)
        try await service.running {
            try await body(SyslogWorld(gateway, site, device, service, log))
        }
        try gateway.close()
    }

    /// Brings devices up to date, as runs would, so that only what changes from now on is left to do.
    func settle() async throws {
        let store = gateway.store
        for work in try await store.claimWork(holder: gateway.holder, limit: 10, now: gateway.now()) {
            let run = SyncRun(
                id: store.newID(),
                device: work.device.id,
                trigger: work.trigger,
                mode: work.mode,
                startedAt: gateway.now(),
                finishedAt: gateway.now(),
                outcome: .converged,
                plan: nil,
                failure: nil
            )
            let later = gateway.now() + .seconds(3600)
            let followUp = FollowUp(lookAt: later, auditAt: later)
            try await store.finish(work, run: run, followUp: followUp, now: gateway.now())
            settled.withLock { $0[work.device.id] = work }
        }
    }

    /// The users that a device is to be asked about since it was brought up to date.
    func asked(at device: Device.ID) async throws -> Set<String> {
        guard let work = settled.withLock({ $0[device] }) else { return [] }
        return try await gateway.store.changedNames(for: work).names
    }

    /// Waits until the device is to be asked about these users, and no others.
    func lookIsAsked(for users: Set<String>) async throws {
        try await gateway.eventually("a look at \(users.sorted()) is asked for") {
            try await self.asked(at: self.device.id) == users
        }
    }
}

extension SyslogService {
    /// Receives while `body` runs.
    func running(_ body: @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run() }
            do {
                try await body()
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

extension TestGateway {
    /// A receiver on free ports of this machine.
    func syslog(
        _ change: (inout SyslogConfiguration) -> Void = { _ in },
        logger: Logger = .silent
    ) async throws -> SyslogService {
        var configuration = SyslogConfiguration()
        configuration.udp = .init(host: "127.0.0.1", port: 0)
        configuration.tcp = .init(host: "127.0.0.1", port: 0)
        change(&configuration)
        return try await SyslogService(
            listening: configuration,
            store: store,
            group: group,
            logger: logger,
            now: now
        )
    }
}
