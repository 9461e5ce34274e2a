import GatewayDomain
import RouterOSAPI

/// How scripts and schedules are asked for and read.
///
/// What they run is asked for by our names only: the sources of others are nobody's business, and may be long.
enum ScriptReading {
    static func menu(_ menu: ScriptMenu) -> String { "/system/\(menu.rawValue)" }

    /// What has to be asked for, two commands for each menu: all rows, and what is run by those with our names.
    ///
    /// - Parameter gateway: whose names they are.
    /// - Returns: the commands, in the order in which ``rows(_:)`` expects the answers.
    static func commands(of gateway: GatewayID) -> [Command] {
        let names = DesiredScript.Kind.allCases.map { DesiredScript.name($0, gateway: gateway) }
        return ScriptMenu.allCases.flatMap { menu in
            let print = Command("\(Self.menu(menu))/print")
            return [
                print.proplist([".id", "name", "comment"] + menu.comparedProperties),
                print.proplist([".id", "name", menu.textProperty])
                    .filtered(by: .any(names.map { .equal("name", $0) })),
            ]
        }
    }

    /// The rows.
    ///
    /// - Parameter answers: one for each of the commands.
    /// - Returns: the rows of both menus; nil when the router does not let us read them, or has no such menu.
    static func rows(_ answers: ArraySlice<Result<Response, RouterOSError>>) -> [ScriptMenu: [ObservedScriptRow]]? {
        var answers = answers
        var rows: [ScriptMenu: [ObservedScriptRow]] = [:]
        for menu in ScriptMenu.allCases {
            guard case .success(let all)? = answers.popFirst(), case .success(let own)? = answers.popFirst() else {
                return nil
            }
            let texts = Dictionary(own.rows.map { (key($0), $0.text(menu.textProperty) ?? "") }) { first, _ in first }
            rows[menu] = all.rows.compactMap { row in
                guard let id = row.id, let name = row.text("name") else { return nil }
                return ObservedScriptRow(
                    id: id,
                    name: name,
                    comment: row.text("comment") ?? "",
                    properties: row.texts(of: menu.comparedProperties),
                    text: texts[key(row)]
                )
            }
        }
        return rows
    }

    /// Both commands of a menu have to mean the same row: somebody may have renamed one in between.
    private static func key(_ row: Row) -> [String] { [row.id ?? "", row.text("name") ?? ""] }
}
