import ArgumentParser
import Foundation
import GatewayHTTP
import RouterOSAPI
import RouterOSSimulator

/// Runs simulated routers until it is stopped.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs simulated MikroTik routers that speak the RouterOS API.",
        discussion: """
            Each router starts as after /ip hotspot setup. One line of JSON a router says where it listens, with the \
            fingerprint to pin. Device number N listens on PORT+N, the first being 0; with port 0 each takes a free one. \
            It runs until it gets SIGINT (Ctrl-C) or SIGTERM. With --portal a browser is a guest of the router: it gets the hotspot's \
            login page, and is online by a hotspot user's name and password.

            With --terminal standard input is the first router's terminal: what is typed or pasted runs there. The line !power cuts its \
            power for a moment, which also confirms a change of device-mode; Ctrl-D ends it all.

            Example:
              gardengate simulate --devices 3 --listen 127.0.0.1:8729 --routeros 7.22.3
              gardengate simulate --portal 127.0.0.1:8080
              gardengate simulate --power-cut-every 2m --clock-after-boot epoch
              gardengate simulate --factory --routeros 7.20.8 --terminal
            """
    )

    @Option(help: "How many routers, 1 to 1000.")
    var devices = 1

    @Option(help: ArgumentHelp("Where the first router listens.", valueName: "host:port"))
    var listen = ListenAddress(host: "127.0.0.1", port: 8729)

    @Option(
        help: ArgumentHelp(
            "Where a browser sees the first router's login page, for example 127.0.0.1:8080. Default: nowhere.",
            valueName: "host:port"
        )
    )
    var portal: ListenAddress?

    @Option(
        help: """
            How the API is reached: certificate (the default), anonymous (no certificate, as from the factory) or off (plain TCP).
            """
    )
    var tls: Transport?

    @Option(help: ArgumentHelp("The version of RouterOS, from 6.0.", valueName: "version"))
    var routeros = "7.22.3"

    @Option(help: "The administrator's name.")
    var user = "admin"

    @Option(help: "The administrator's password. Default: simulated, or none from the factory.")
    var password: String?

    @Option(help: ArgumentHelp("A file whose first line is the administrator's password.", valueName: "path"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("Time before a command is looked at, for example 20ms.", valueName: "duration"))
    var latency = "0s"

    @Option(help: "Decides all that is random. Device N uses the seed plus N.")
    var seed: UInt64 = 1

    @Option(help: "Simulated seconds for each real one.")
    var clockSpeed = 1.0

    @Option(
        help: """
            What a router's own clock shows after a boot: running (the right time, the default), epoch (1970, as on boards without a battery) or saved \
            (the time that was saved last).
            """
    )
    var clockAfterBoot: BootClock?

    @Option(
        help: ArgumentHelp(
            "How long after a boot a time server answers and puts the clock right, for example 30s. Default: never.",
            valueName: "duration"
        )
    )
    var timeServerDelay: String?

    @Option(
        help: ArgumentHelp(
            "How long changes are in memory before they are in the flash: a power cut loses younger ones. Default: not at all.",
            valueName: "duration"
        )
    )
    var flashDelay: String?

    @Option(
        help: ArgumentHelp(
            "Cuts the power of one router after another, each so long after the last one, and gives it back. Default: never.",
            valueName: "duration"
        )
    )
    var powerCutEvery: String?

    @Flag(help: "All routers show the same certificate, which starts faster.")
    var sharedCertificate = false

    @Flag(
        help: """
            Home routers out of their boxes: no hotspot, api-ssl without a certificate, admin without a password, device-mode home from 7.17 \
            on, a clock that begins in 1970 and a time server that answers a minute after it is asked. Other options still count.
            """
    )
    var factory = false

    @Flag(help: "Type and paste at the first router's terminal.")
    var terminal = false

    enum BootClock: String, ExpressibleByArgument, CaseIterable {
        case running, epoch, saved
    }

    enum Transport: String, ExpressibleByArgument, CaseIterable {
        case certificate, anonymous, off
    }

    func validate() throws {
        guard (1...1000).contains(self.devices) else { throw ValidationError("--devices must be 1 to 1000") }
        guard self.clockSpeed >= 0, self.clockSpeed <= 1_000_000 else {
            throw ValidationError("--clock-speed must be 0 to 1000000")
        }
        guard !self.user.isEmpty else { throw ValidationError("--user must not be empty") }
        if self.password != nil, self.passwordFile != nil {
            throw ValidationError("give --password or --password-file, not both")
        }
        _ = try self.version()
        _ = try self.latencyDuration()
        _ = try self.duration(self.timeServerDelay, of: "--time-server-delay", from: .zero)
        _ = try self.duration(self.flashDelay, of: "--flash-delay", from: .zero)
        _ = try self.duration(self.powerCutEvery, of: "--power-cut-every", from: .seconds(1))
        guard self.listen.port == 0 || self.listen.port + self.devices - 1 <= 65_535 else {
            throw ValidationError("\(self.devices) devices from port \(self.listen.port) on need ports beyond 65535")
        }
        if let portal, portal.port != 0, portal.port + self.devices - 1 > 65_535 {
            throw ValidationError("\(self.devices) portals from port \(portal.port) on need ports beyond 65535")
        }
    }

    func run() async throws {
        let configurations = try self.configurations()
        let signals = TerminationSignals()
        let fleet = SimulatedFleet()
        do {
            // Making a thousand certificates takes minutes, which a signal may end too.
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await self.start(configurations, in: fleet)
                    guard self.terminal, let router = await fleet.first else { return false }
                    try await SimulatedTerminal(router: router).serve(SimulatedTerminal.typedLines())
                    return true
                }
                group.addTask {
                    await signals.wait()
                    return true
                }
                if let pause = try self.duration(self.powerCutEvery, of: "--power-cut-every", from: .seconds(1)) {
                    group.addTask {
                        try await fleet.cutPower(every: pause)
                        return false
                    }
                }
                while let isOver = try await group.next(), !isOver {}
                group.cancelAll()
            }
        } catch {
            await fleet.stop()
            throw error
        }
        await fleet.stop()
    }

    private func configurations() throws -> [SimulatedRouterConfiguration] {
        let version = try self.version()
        let latency = try self.latencyDuration()
        let password = try self.passwordText()
        let timeServerDelay = try self.duration(self.timeServerDelay, of: "--time-server-delay", from: .zero)
        let flashDelay = try self.duration(self.flashDelay, of: "--flash-delay", from: .zero)
        let shared =
            self.sharedCertificate && self.chosenTLS == .certificate
            ? try TLSServerIdentity.selfSigned(commonName: "gardengate-simulator", subjectAltNames: [self.listen.host])
            : nil
        return (0..<self.devices).map { index in
            var configuration = SimulatedRouterConfiguration(
                version: version,
                tls: self.transport(shared),
                host: self.listen.host,
                port: self.listen.port == 0 ? 0 : self.listen.port + index,
                user: self.user,
                password: password,
                latency: latency,
                seed: self.seed &+ UInt64(index),
                clockSpeed: self.clockSpeed
            )
            configuration.identity = "router-\(index)"
            configuration.portal = self.portal.map { ($0.host, $0.port == 0 ? 0 : $0.port + index) }
            if self.factory {
                let bare = SimulatedRouterConfiguration.factory(version: version)
                configuration.isFactoryDefault = bare.isFactoryDefault
                configuration.isHotspotAllowed = bare.isHotspotAllowed
                configuration.clockStart = bare.clockStart
                configuration.faults = bare.faults
                configuration.latency = latency
            }
            if let clock = self.clockAfterBoot.flatMap({ ClockAfterBoot(rawValue: $0.rawValue) }) {
                configuration.faults.clockAfterBoot = clock
            }
            if let timeServerDelay { configuration.faults.timeServerDelay = timeServerDelay }
            configuration.faults.flashFlushInterval = flashDelay
            return configuration
        }
    }

    /// What was asked for, or what belongs to such a router.
    var chosenTLS: Transport {
        self.tls ?? (self.factory ? .anonymous : .certificate)
    }

    private func transport(_ shared: TLSServerIdentity?) -> SimulatedRouterConfiguration.Transport {
        switch self.chosenTLS {
        case .certificate: .certificate(shared)
        case .anonymous: .anonymous
        case .off: .off
        }
    }

    /// Says where each router listens as soon as it does.
    private func start(_ configurations: [SimulatedRouterConfiguration], in fleet: SimulatedFleet) async throws {
        for (index, configuration) in configurations.enumerated() {
            if Task.isCancelled { return }
            let router = try await SimulatedRouter.start(configuration)
            await fleet.add(router)
            try self.announce(router, index: index)
        }
    }

    private func announce(_ router: SimulatedRouter, index: Int) throws {
        let line = SimulatedDeviceLine(
            device: index,
            host: router.host,
            port: router.port,
            tls: self.chosenTLS.rawValue,
            fingerprint: router.fingerprint?.description,
            user: router.user,
            routeros: router.version.description,
            portal: router.portalPort.flatMap { port in self.portal.map { "http://\($0.host):\(port)/" } }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try FileHandle.standardOutput.write(contentsOf: encoder.encode(line) + Data("\n".utf8))
    }

    // MARK: Values of options

    private func version() throws -> RouterOSVersion {
        guard let version = RouterOSVersion(self.routeros), version >= RouterOSVersion(6, 0) else {
            throw ValidationError("--routeros must be a version from 6.0, such as 7.22.3")
        }
        return version
    }

    private func duration(_ text: String?, of option: String, from minimum: Duration) throws -> Duration? {
        guard let text else { return nil }
        guard let duration = RouterOSDuration(text)?.value, duration >= minimum, duration <= .seconds(86_400) else {
            throw ValidationError("\(option) must be a time from \(minimum.components.seconds)s to 1d, such as 30s")
        }
        return duration
    }

    private func latencyDuration() throws -> Duration {
        guard let latency = RouterOSDuration(self.latency)?.value, latency <= .seconds(60) else {
            throw ValidationError("--latency must be a time up to 60s, such as 20ms")
        }
        return latency
    }

    private func passwordText() throws -> String {
        guard let passwordFile else { return self.password ?? (self.factory ? "" : "simulated") }
        guard let data = FileManager.default.contents(atPath: passwordFile) else {
            throw ValidationError("--password-file: \(passwordFile) cannot be read")
        }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).first
        return String(line ?? "")
    }
}
