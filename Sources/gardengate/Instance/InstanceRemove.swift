import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate instance remove`.
struct InstanceRemove: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a captive portal.",
        discussion: """
            Its coupons are revoked and its hotspot users removed: all of them leave the routers, and whoever is logged in with \
            one is logged out. Its schedules are deleted, its API clients revoked, and its name is free again. What happened \
            stays on record. Where somebody could notice, this says what would go, and does it with --confirm only.

            Example:
              gardengate instance remove Lobby --confirm
            """
    )

    @Argument(help: "The instance: its id or its name.")
    var instance: String

    @Flag(help: "Do it, whatever goes with it.")
    var confirm = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { instance }

    func run(_ session: Session) async throws {
        let instance = try await session.store.instance(instance)
        let name = instance.name.printable
        let places = try await session.store.places(of: [instance.id])[instance.id] ?? []
        let belongings = try await session.store.belongings(of: instance.id, now: session.now)
        let lost = [
            Quantity.text(belongings.siteCount, "site that it serves", "sites that it serves"),
            Quantity.text(belongings.couponCount, "coupon that is not used up", "coupons that are not used up"),
            Quantity.text(belongings.userCount, "hotspot user", "hotspot users"),
            Quantity.text(belongings.scheduleCount, "coupon schedule", "coupon schedules"),
            Quantity.text(belongings.clientCount, "API client", "API clients"),
        ].compactMap { $0 }
        guard confirm || lost.isEmpty else {
            throw CommandFailure(
                "\(name) has \(lost.joined(separator: ", ")); nothing was changed: give --confirm to remove it all the same"
            )
        }
        try await session.store.removeInstance(instance.id, now: session.now)
        let went = lost.isEmpty ? "" : ", with \(lost.joined(separator: ", "))"
        session.output.write(
            "instance \(name) removed\(went); what happened stays on record",
            json: InstanceView(instance: instance, places: places).json
        )
    }
}
