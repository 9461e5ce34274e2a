import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync

/// With `--json`, the one value that says that serving has begun, and where.
struct ServingAnnouncement: Sendable {
    private let session: Session
    private let holder: LeaseHolder
    private let syslog: [SyslogTransport: String]

    /// Takes what there is to say.
    init(_ session: Session, _ holder: LeaseHolder, syslog: SyslogService?) {
        self.session = session
        self.holder = holder
        self.syslog = syslog?.endpoints.mapValues { HostPort.text($0.host, $0.port) } ?? [:]
    }

    /// Says it.
    ///
    /// - Parameter address: where HTTP is answered; nil for nowhere.
    func make(listen address: String?) {
        session.output.write(
            "",
            json: [
                "database": .string(session.location.path),
                "process_id": .integer(Int64(holder.processID)),
                "syslog_udp": .string(syslog[.udp]),
                "syslog_tcp": .string(syslog[.tcp]),
                "listen": .string(address),
            ]
        )
    }
}
