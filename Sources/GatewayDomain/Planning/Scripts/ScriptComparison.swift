/// Compares the scripts and schedules of a router with those that it should have.
///
/// A row of ours is told by its mark. Where somebody took the mark away, it is still told by our name together with what only we write;
/// any other row with our name is foreign, stays, and keeps that script from being installed.
struct ScriptComparison {
    private(set) var writes: [ScriptMenu: [Operation]] = [:]
    private(set) var removals: [ScriptMenu: [Operation]] = [:]
    private(set) var findings: [Finding]
    private(set) var unchanged = 0
    private(set) var postponed = 0

    /// Whether the router is to report logins.
    var isReporting: Bool { choice.isReporting }
    /// Whether it had what sends reports until they are taken when it was read, and keeps it.
    private(set) var hadReporter = false

    private let choice: ScriptChoice
    private let gateway: GatewayID
    private let hasRoom: Bool
    /// Scripts whose names are taken.
    private var blocked: Set<DesiredScript.Kind> = []

    init(_ choice: ScriptChoice, gateway: GatewayID, observed: ObservedState, hasRoom: Bool) {
        self.choice = choice
        self.gateway = gateway
        self.hasRoom = hasRoom
        findings = choice.findings
        guard let present = observed.scripts else {
            // Nobody asked, or nobody may know.
            if !choice.rows.isEmpty { findings.append(.unreadableScripts) }
            return
        }
        for menu in ScriptMenu.allCases {
            for script in choice.rows where isTaken(script, in: present[menu] ?? [], menu) {
                blocked.insert(script.kind)
                findings.append(.foreignScript(script.name, in: menu))
            }
        }
        for menu in ScriptMenu.allCases { compare(present[menu] ?? [], in: menu) }
    }

    private mutating func compare(_ rows: [ObservedScriptRow], in menu: ScriptMenu) {
        var own: [String: [ObservedScriptRow]] = [:]
        for row in rows {
            if let kind = kind(of: row, in: menu) { own[kind, default: []].append(row) }
        }
        for script in choice.rows where !blocked.contains(script.kind) {
            // The one that bears the right name, so that nothing has to be renamed.
            let candidates = (own.removeValue(forKey: script.kind.rawValue) ?? []).sorted { left, right in
                if (left.name == script.name) != (right.name == script.name) { return left.name == script.name }
                return RowReference.isBefore(left.id, right.id)
            }
            if let row = candidates.first {
                if script.kind == .report, menu == .scheduler { hadReporter = true }
                compare(row, with: script, in: menu)
            } else if hasRoom {
                writes[menu, default: []].append(.addScriptRow(menu, script))
            } else {
                postponed += 1
            }
            for row in candidates.dropFirst() { remove(row, from: menu) }
        }
        let kept = choice.kept.union(blocked).map(\.rawValue)
        for (_, rows) in own.filter({ !kept.contains($0.key) }).sorted(by: { $0.key < $1.key }) {
            for row in rows.sorted(by: { RowReference.isBefore($0.id, $1.id) }) { remove(row, from: menu) }
        }
    }

    private mutating func remove(_ row: ObservedScriptRow, from menu: ScriptMenu) {
        removals[menu, default: []].append(
            .removeScriptRow(menu, RowReference(id: row.id, name: row.name), comment: row.comment)
        )
    }

    private mutating func compare(_ row: ObservedScriptRow, with script: DesiredScript, in menu: ScriptMenu) {
        let mark = ScriptMark(comment: row.comment)
        let wanted = script.properties(in: menu)
        var changes: [PropertyChange] = []
        if row.name != script.name { changes.append(PropertyChange("name", from: row.name, to: script.name)) }
        for property in menu.comparedProperties {
            let present = row.properties[property] ?? menu.defaultValue(of: property)
            let value = wanted[property] ?? ""
            if menu.isSame(present, value, of: property) { continue }
            changes.append(PropertyChange(property, from: row.properties[property], to: value))
        }
        let isWritten = textChange(of: row, mark, with: script, in: menu).map { changes.append($0) } != nil
        var comment = script.mark(in: menu, gateway: gateway)
        comment.carriedOver = mark?.carriedOver ?? OwnershipMark.wordsToKeep(of: row.comment)
        if comment != mark { changes.append(PropertyChange("comment", from: row.comment, to: comment.comment)) }
        guard !changes.isEmpty else {
            unchanged += 1
            return
        }
        let reference = RowReference(id: row.id, name: row.name)
        let source = isWritten && menu == .script ? script.source : nil
        writes[menu, default: []].append(.setScriptRow(menu, reference, changes, source: source))
    }

    /// How what is run has to change; a source is told by its version, and so is one that somebody edited.
    private func textChange(
        of row: ObservedScriptRow,
        _ mark: ScriptMark?,
        with script: DesiredScript,
        in menu: ScriptMenu
    ) -> PropertyChange? {
        switch menu {
        case .scheduler:
            return row.text == script.name
                ? nil : PropertyChange(menu.textProperty, from: "edited", to: script.name)
        case .script:
            if let text = row.text, script.source.isSame(as: text) { return nil }
            let version = script.source.version
            // The mark was written together with the source that it names.
            let from = mark?.version == version ? "edited" : mark?.version ?? "edited"
            return PropertyChange(menu.textProperty, from: from, to: version)
        }
    }

    // MARK: - Whose a row is

    /// Which script of ours a row stands for, or nil for a foreign one.
    private func kind(of row: ObservedScriptRow, in menu: ScriptMenu) -> String? {
        if let mark = ScriptMark(comment: row.comment) { return mark.gateway == gateway ? mark.kind : nil }
        return DesiredScript.Kind.allCases.first { kind in
            let name = DesiredScript.name(kind, gateway: gateway)
            guard row.name == name, let text = row.text else { return false }
            return menu == .script ? DesiredScript.isOwn(source: text, of: gateway) : text == name
        }?.rawValue
    }

    private func isTaken(_ script: DesiredScript, in rows: [ObservedScriptRow], _ menu: ScriptMenu) -> Bool {
        rows.contains { $0.name == script.name && kind(of: $0, in: menu) == nil }
    }
}
