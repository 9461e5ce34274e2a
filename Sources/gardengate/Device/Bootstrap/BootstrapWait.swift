import GatewayDomain
import GatewaySync
import NIOPosix
import RouterOSAPI

/// Waits until a router that is being set up shows its certificate and lets the gateway in.
struct BootstrapWait: Sendable {
    let target: BootstrapTarget
    let trust: TrustArgument?
    let seconds: Int64

    /// How long between two looks.
    private static let pause = Duration.seconds(2)

    /// The device with how it is recognised, and what it calls itself.
    func finished() async throws -> (device: Device, found: String) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var device = target.device
        if let trust {
            device.trust = try trust.checked()
        } else {
            device.trust = try await asked(device.trust, until: deadline)
        }
        while true {
            let (known, password) = (device, target.password)
            let found = try await Progress.showing("waiting for \(place)") {
                try await login(known, password, until: deadline)
            }
            if let found { return (device, found) }
            // It shows another certificate than a moment ago: what was there before it was set up.
            device.trust = try await asked(device.trust, until: deadline)
        }
    }

    private var place: String { HostPort.text(target.device.host, target.device.port) }

    /// Asks about the certificate, unless it is the one that the router is known by.
    private func asked(_ trust: DeviceTrust, until deadline: ContinuousClock.Instant) async throws -> DeviceTrust {
        let (shown, wasThere) = try await Progress.showing("waiting for \(place)") {
            try await certificate(until: deadline)
        }
        if trust == .pinned(shown) { return trust }
        if case .pinned = trust {
            Streams.error(
                "\(place) shows another certificate than before: compare it with what the router printed last."
            )
        } else if wasThere {
            Streams.error(
                """
                \(place) shows a certificate already. Once the text has been pasted it may be another one: wait for what the \
                router prints.
                """
            )
        }
        return try await TrustQuestion(host: target.device.host, port: target.device.port).answer(nil)
    }

    /// What the router shows, as soon as it shows something, and whether that was so at the first look.
    private func certificate(until deadline: ContinuousClock.Instant) async throws -> (shown: String, wasThere: Bool) {
        var wasThere = true
        while true {
            do throws(RouterOSError) {
                let fingerprint = try await RouterOSConnection.probeFingerprint(
                    host: target.device.host,
                    port: target.device.port,
                    on: MultiThreadedEventLoopGroup.singleton
                )
                return (fingerprint.description, wasThere)
            } catch {
                wasThere = false
                let reason =
                    if case .tls(.peerHasNoCertificate) = error.reason {
                        "it answers, but has no certificate yet"
                    } else {
                        error.description
                    }
                try await pause(until: deadline, reason)
            }
        }
    }

    /// Whoever shows the certificate may still be busy with the rest, and one of before may be shown a while longer.
    ///
    /// - Returns: what the router calls itself; nil when it shows another certificate than the one that somebody said yes to.
    private func login(_ device: Device, _ password: Secret, until deadline: ContinuousClock.Instant) async throws
        -> String?
    {
        while true {
            do throws(DeviceFailure) {
                let facts = try await DeviceCheck.perform(
                    device,
                    password: password,
                    configuration: SyncConfiguration(),
                    group: MultiThreadedEventLoopGroup.singleton,
                    logger: Log.silent,
                    now: { .current }
                )
                return "\(facts.identity.printable), RouterOS \(facts.version)"
            } catch {
                switch error {
                case .untrusted where trust == nil: return nil
                case .unreachable, .closedBeforeLogin, .loginRefused, .untrusted:
                    try await pause(until: deadline, "\(error)")
                default: throw CommandFailure("\(place): \(error)")
                }
            }
        }
    }

    private func pause(until deadline: ContinuousClock.Instant, _ reason: String) async throws {
        guard ContinuousClock.now + Self.pause < deadline else {
            throw CommandFailure(
                """
                \(place) is not ready (\(reason)); look at what the router printed, \
                and at its firewall for this port; the same command goes on
                """
            )
        }
        try await Task.sleep(for: Self.pause)
    }
}
