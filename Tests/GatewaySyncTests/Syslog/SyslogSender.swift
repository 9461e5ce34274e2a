import GatewayDomain
import NIOCore
import NIOPosix

@testable import GatewaySync

/// Sends lines as a router does, or as somebody who pretends to be one.
enum SyslogSender {
    private static let group = MultiThreadedEventLoopGroup.singleton

    /// Whether this machine speaks IPv6 with itself.
    static func hasIPv6() async -> Bool {
        do {
            try await DatagramBootstrap(group: group).bind(host: "::1", port: 0).get().close()
            return true
        } catch {
            return false
        }
    }

    /// Sends each line in a datagram of its own.
    static func datagrams(_ lines: [[UInt8]], to service: SyslogService, from host: String = "127.0.0.1") async throws {
        guard let endpoint = service.endpoints[.udp] else { return }
        try await datagrams(lines, to: (endpoint.host, endpoint.port), from: host)
    }

    /// Sends each line in a datagram of its own.
    static func datagrams(_ lines: [[UInt8]], to address: (host: String, port: Int), from host: String) async throws {
        let channel = try await DatagramBootstrap(group: group).bind(host: host, port: 0).get()
        let target = try SocketAddress(ipAddress: address.host, port: address.port)
        for line in lines {
            try await channel.writeAndFlush(
                AddressedEnvelope(remoteAddress: target, data: ByteBuffer(bytes: line))
            )
        }
        try await channel.close()
    }

    /// Sends a line in a datagram.
    static func datagram(_ line: String, to service: SyslogService) async throws {
        try await datagrams([Array(line.utf8)], to: service)
    }

    /// Opens a connection.
    static func connect(to service: SyslogService, from host: String = "127.0.0.1") async throws -> any Channel {
        let endpoint = service.endpoints[.tcp]
        return try await ClientBootstrap(group: group)
            .bind(to: SocketAddress(ipAddress: host, port: 0))
            .connect(host: endpoint?.host ?? "127.0.0.1", port: endpoint?.port ?? 0).get()
    }

    /// Sends bytes over a connection, and closes it.
    static func stream(_ bytes: [UInt8], to service: SyslogService) async throws {
        let channel = try await connect(to: service)
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
        try await channel.close()
    }
}
