import GatewayDomain

/// Scripts and schedules of the model.
extension DeviceModel {
    mutating func applyToScripts(_ operation: Operation) {
        switch operation {
        case .addScriptRow(let menu, let script):
            var rows = state.scripts?[menu] ?? []
            guard !rows.contains(where: { $0.name == script.name }) else { return refuse("\(menu) twice") }
            if menu == .scheduler, state.scripts?[.script]?.contains(where: { $0.name == script.name }) != true {
                return refuse("a schedule without its script")
            }
            var properties = script.properties(in: menu)
            properties["on-event"] = nil
            rows.append(
                ObservedScriptRow(
                    id: Self.freeID(rows.map(\.id)),
                    name: script.name,
                    comment: script.mark(in: menu, gateway: gateway).comment,
                    properties: properties,
                    text: menu == .script ? script.source.text.revealed : script.name
                )
            )
            state.scripts?[menu] = rows
        case .setScriptRow(let menu, let row, let changes, let source):
            guard let index = index(of: row, in: menu), var present = state.scripts?[menu]?[index] else { return }
            for change in changes {
                let value = (change.property == "source" ? source?.text.revealed : change.to) ?? ""
                switch change.property {
                case "name": present.name = value
                case "comment": present.comment = value
                case menu.textProperty: present.text = value
                default: present.properties[change.property] = value
                }
            }
            state.scripts?[menu]?[index] = present
        case .removeScriptRow(let menu, let row, _):
            guard let index = index(of: row, in: menu) else { return }
            let isRun = state.scripts?[.scheduler]?.contains { $0.text == row.name } ?? false
            if menu == .script, isRun { return refuse("a script that is still run") }
            state.scripts?[menu]?.remove(at: index)
        default: break
        }
    }

    private mutating func index(of row: RowReference, in menu: ScriptMenu) -> Int? {
        let index = state.scripts?[menu]?.firstIndex { $0.id == row.id && $0.name == row.name }
        if index == nil { refuse("no such \(menu)") }
        return index
    }
}
