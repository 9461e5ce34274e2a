import Foundation
import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator

/// What a newcomer can try next.
struct DemoHints: Sendable {
    let folder: DemoFolder
    let output: DemoOutput
    let portal: DemoPortal
    let gateway: DemoGateway
    let api: DemoAPI

    /// While the demo goes on serving: commands for another terminal, with the paths and ports as they are.
    func show(after time: Duration) async throws {
        output.heading("All of that took \(DemoOutput.text(time)). Try next, in another terminal")
        for command in [
            "status", "coupon list --state unused", "redemption list \(portal.hotel.name.shellQuoted)",
            "plan \(portal.campsite.name.shellQuoted)",
            "coupon create --instance \(portal.instance.name.shellQuoted) --count 5 --minutes 60",
        ] {
            output.command("\(Self.program) \(command) --database \(folder.database.shellQuoted)")
        }
        output.line("")
        output.line("Call the API, with a token that ends with the demo; \(api.address)/docs shows all of it:")
        output.command(
            "curl -H \"Authorization: Bearer $(cat \(api.tokenFile.shellQuoted))\" \(api.address)/captive/instances/\(portal.instance.id)/coupons"
        )
        output.line("")
        output.line("Be a guest at \(portal.campsite.name), with a code that nobody has used:")
        let router = portal.campsite.router
        output.command(
            GuestLoginLine(router: router, password: DemoRouters.password, code: portal.codes[3]).text
        )
        output.line("")
        output.line("Or with any RouterOS API client, by /ip/hotspot/active/login:")
        var table = TextTable("SITE", "HOST AND PORT", "TLS", "USER", "PASSWORD")
        for place in portal.places {
            table.add(
                place.name,
                HostPort.text(place.router.host, place.router.port),
                place.router.fingerprint == nil ? "anonymous (ADH)" : "certificate",
                place.router.user,
                DemoRouters.password
            )
        }
        output.table(table)
        output.heading("Serving until Ctrl-C; what happens meanwhile:")
    }

    /// When the demo ends here.
    func showEnd(after time: Duration) {
        output.heading("All of that took \(DemoOutput.text(time)). Try next")
        output.command("\(Self.program) demo")
        output.line("goes on serving, so that the other commands can be tried on its routers.")
        output.command("\(Self.program) --help")
        output.line("shows how to begin with a router of your own.")
    }

    /// This program as another terminal can call it: by its name when it was found by that, else by its path.
    private static var program: String {
        let name = CommandLine.arguments.first ?? "gardengate"
        guard name.contains("/") else { return name }
        return URL(fileURLWithPath: name).standardizedFileURL.path.shellQuoted
    }
}
