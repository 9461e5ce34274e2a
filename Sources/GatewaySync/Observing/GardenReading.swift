import GatewayDomain
import RouterOSAPI

/// How rows of the two walled-garden menus are asked for and read.
enum GardenReading {
    static func menu(_ list: GardenList) -> String { "/ip/hotspot/\(list.rawValue)" }

    static func command(_ list: GardenList) -> Command {
        Command("\(menu(list))/print").proplist([".id", "comment", "disabled", "dynamic"] + list.comparedProperties)
    }

    /// The row, or nil when it has no id.
    static func row(_ row: Row, of list: GardenList) -> ObservedGardenRow? {
        guard let id = row.id else { return nil }
        var observed = ObservedGardenRow(
            id: id,
            properties: row.texts(of: list.comparedProperties),
            comment: row.text("comment") ?? ""
        )
        observed.isDisabled = row.flag("disabled")
        observed.isDynamic = row.flag("dynamic")
        return observed
    }
}
