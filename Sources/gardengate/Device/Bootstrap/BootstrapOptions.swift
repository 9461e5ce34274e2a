import ArgumentParser
import Foundation
import GatewayDomain
import GatewayStore
import SwiftASN1
import X509

/// What can be said about a router's set-up.
struct BootstrapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The account that is made on the router, and its group. Default: the one that it has, else gardengate.",
            valueName: "name"
        )
    )
    var user: String?

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "From where the router sees the gateway come: an address or network; may be repeated. Default: this machine's own.",
            valueName: "address"
        )
    )
    var from: [String] = []

    @Option(help: ArgumentHelp("A time server for a router that has none.", valueName: "host"))
    var timeServer = "pool.ntp.org"

    @Option(
        help: ArgumentHelp("Where the router reaches the gateway, when gateway set did not say so.", valueName: "url")
    )
    var gateway: String?

    @Option(help: ArgumentHelp("The authority that vouches for the gateway, as PEM.", valueName: "file"))
    var tlsCa: String?

    @Option(
        help: ArgumentHelp(
            "Write everything into this file, for /import, instead of a text to paste.",
            valueName: "path"
        )
    )
    var file: String?

    /// Where the router reaches the gateway: as is known, or as is said now.
    ///
    /// - Throws: one line that names the remedy when all routers know another one: that is not changed by the way.
    func endpoint(_ session: Session) async throws -> GatewayEndpoint? {
        let known = try await session.store.endpoint()
        guard let gateway else { return known }
        let said = try EndpointArgument(url: gateway, authorityFile: tlsCa, allowsPlainHTTP: false).endpoint(
            now: Date()
        )
        guard let known, known != said else { return said }
        // The same place, by the authority that is known.
        if known.url == said.url, tlsCa == nil { return known }
        throw CommandFailure(
            "routers know the gateway as \(known.url): leave --gateway out, or change it for all of them with gardengate gateway set"
        )
    }

    /// Remembers what was said of the gateway, when nothing was known.
    func keep(_ endpoint: GatewayEndpoint?, _ session: Session) async throws {
        guard let endpoint, try await session.store.endpoint() == nil else { return }
        try await session.store.setEndpoint(endpoint, now: session.now)
    }

    /// From where the gateway comes, as networks.
    func sources(towards host: String, _ port: Int) throws -> [String] {
        guard !from.isEmpty else {
            guard let own = SourceAddress.towards(host, port: port) else {
                throw CommandFailure(
                    "it is not known from which address this machine reaches \(host.printable): say --from ADDRESS"
                )
            }
            return [own]
        }
        return try from.map { text in
            guard let network = SourceAddress.network(text) else {
                throw CommandFailure(
                    "--from \(text.printable) is no address or network, such as 192.0.2.10 or 192.0.2.0/28"
                )
            }
            return network
        }
    }

    /// Whether the router can get what it needs; nothing is changed before.
    ///
    /// - Parameter endpoint: where the router reaches the gateway.
    /// - Throws: one line that names the remedy.
    func checkDelivery(from endpoint: GatewayEndpoint?) throws {
        guard file == nil else { return }
        guard let endpoint else {
            throw CommandFailure(
                """
                nobody said where the router fetches its set-up: gardengate gateway set URL (with serve --listen), or give --file FILE
                """
            )
        }
        guard endpoint.isSecure else {
            throw CommandFailure(
                "\(endpoint.url) is plain HTTP: no router should run what comes that way; give --file FILE"
            )
        }
    }

    /// Fills in what is known of the gateway.
    func complete(_ bootstrap: inout RouterBootstrap, endpoint: GatewayEndpoint?) throws {
        bootstrap.timeServers = timeServer
        if let authority = endpoint?.authority {
            bootstrap.authority = RouterBootstrap.Authority(
                certificate: authority,
                fingerprint: try Certificate(pemEncoded: authority).fingerprint
            )
        }
        if let file {
            bootstrap.fileName = URL(fileURLWithPath: file).lastPathComponent
            return
        }
        bootstrap.gatewayURL = endpoint?.url
    }
}
